<?php

function handler($event, $context)
{
    echo "called with $event->data\n";
    return 'logged';
}
