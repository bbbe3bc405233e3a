<?php

// Sleeps as long as the data say: a call that takes longer than the function's time-out is answered with 408.
function handler($event, $context)
{
    usleep((int) ($event->data * 1000000));
    return 'slept';
}
