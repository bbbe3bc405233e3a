<?php

function greet($event, $context)
{
    return Greeting\text();
}
