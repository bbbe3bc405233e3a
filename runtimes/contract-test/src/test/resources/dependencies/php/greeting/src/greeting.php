<?php

namespace Greeting;

function text()
{
    return 'hello from a dependency';
}
