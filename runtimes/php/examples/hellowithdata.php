<?php

function handler($event, $context)
{
    print_r($event->data);
    return $event->data;
}
