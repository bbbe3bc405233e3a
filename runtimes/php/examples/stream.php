<?php

// A generator is sent piece by piece.
function handler($event, $context)
{
    for ($number = 0; $number < 3; $number++) {
        yield "piece $number\n";
    }
}
