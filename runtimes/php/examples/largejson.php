<?php

function handler($event, $context)
{
    return ['count' => count($event->data->items)];
}
