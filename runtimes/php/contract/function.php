<?php

// The function of the contract test: the event's type says what to do. Every language has the same (see ../../contract-test).

if (getenv('CONTRACT_LOAD')) {
    usleep((int) (getenv('CONTRACT_LOAD') * 1000000));
    file_put_contents(getenv('KUBELESS_INSTALL_VOLUME') . '/loaded', '');
}

function contract($event, $context)
{
    return ('on_' . ($event->{'event-type'} ?? 'hello'))($event, $context);
}

function on_hello($event, $context)
{
    return 'hello world';
}

function on_echo($event, $context)
{
    return $event->data;
}

function on_binary($event, $context)
{
    return $event->data;
}

function on_event($event, $context)
{
    return [
        'data' => $event->data,
        'id' => $event->{'event-id'},
        'type' => $event->{'event-type'},
        'time' => $event->{'event-time'},
        'namespace' => $event->{'event-namespace'},
        'function-name' => $context->{'function-name'},
        'timeout' => (float) $context->timeout,
        'runtime' => $context->runtime,
        'memory-limit' => $context->{'memory-limit'},
    ];
}

function on_request($event, $context)
{
    $request = $event->extensions->request;
    return [
        'method' => $request->getMethod(),
        'path' => $request->getUri()->getPath(),
        'query' => $request->getUri()->getQuery(),
        'header' => $request->getHeaderLine('X-Custom'),
        'topic' => $request->getHeaderLine('event-topic'),
        'traceparent' => $request->getHeaderLine('traceparent'),
    ];
}

function on_length($event, $context)
{
    return strlen($event->data);
}

function on_object($event, $context)
{
    return ['text' => 'é', 'list' => [1, true, null]];
}

function on_bytes($event, $context)
{
    return implode(array_map('chr', range(0, 255)));
}

function on_nothing($event, $context)
{
    return null;
}

function on_status($event, $context)
{
    $response = $event->extensions->response->withStatus(201)->withHeader('X-Made', 'yes');
    $response->getBody()->write('made');
    return $response;
}

function on_stream($event, $context)
{
    for ($number = 0; $number < 3; $number++) {
        yield "piece $number\n";
        usleep(300000);
    }
}

function on_fail($event, $context)
{
    throw new RuntimeException('the secret reason');
}

function on_sleep($event, $context)
{
    usleep((int) ($event->data * 1000000));
    return 'slept';
}

function on_loop($event, $context)
{
    while (true) {
    }
}

function on_exit($event, $context)
{
    exit(3);
}

function on_print($event, $context)
{
    echo "printed by the function\n";
    return '';
}

function on_fork($event, $context)
{
    for ($number = 0; $number < 5; $number++) {
        // Kept: PHP waits for one that is given up.
        $GLOBALS['started'][] = proc_open(['sleep', '300'], [], $pipes);
    }
    return 'forked';
}

function on_flood($event, $context)
{
    $line = str_repeat('x', 1023) . "\n";
    for ($left = (int) $event->data; $left > 0; $left--) {
        echo $line;
    }
    return 'flooded';
}

function on_leak($event, $context)
{
    for ($taken = []; true;) {
        $taken[] = str_repeat('x', 16 << 20);
    }
}

function on_write($event, $context)
{
    $writable = fn ($folder) => @file_put_contents("$folder/written", '') !== false;
    return [
        'user' => posix_getuid(),
        'group' => posix_getgid(),
        'writable' => array_values(array_filter(['/', '/opt', '/etc', '/tmp', '/kubeless'], $writable)),
    ];
}
