<?php

use Cocur\Slugify\Slugify;

function handler($event, $context)
{
    return (new Slugify())->slugify($event->data);
}
