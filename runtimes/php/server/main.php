<?php

// Loads the function and forks workers that call it, as the front says (../../front/PROTOCOL.md).

declare(strict_types=1);

namespace Dromedary;

require __DIR__ . '/Channel.php';
require __DIR__ . '/Call.php';
require __DIR__ . '/Answer.php';
require __DIR__ . '/Loading.php';
require __DIR__ . '/Worker.php';
require __DIR__ . '/Children.php';

Memory::limit((string) getenv('FUNC_MEMORY_LIMIT'));
$channel = new Channel(fopen('php://fd/3', 'r+'));
$handler = Loading::of($channel)->handler();
gc_collect_cycles();
$channel->write('ready');
$children = new Children($channel);
while ($children->next()) {
    if ($children->fork()) {
        unset($children, $channel);
        (new Worker($handler))->serve(new Channel(stream_socket_client('unix://' . getenv('DROMEDARY_SOCKET'))));
        exit(0);
    }
}
