<?php

declare(strict_types=1);

namespace Dromedary;

use Slim\Http\Response;

/** A process that calls the function, one call at a time. */
final class Worker
{
    private \stdClass $context;
    private $handler;

    public function __construct(callable $handler)
    {
        $this->handler = $handler;
        $timeout = trim((string) getenv('FUNC_TIMEOUT'));
        $this->context = (object) [
            'function-name' => $handler,
            'timeout' => $timeout === '' ? '180' : $timeout,
            'runtime' => getenv('FUNC_RUNTIME') ?: null,
            'memory-limit' => getenv('FUNC_MEMORY_LIMIT') ?: null,
        ];
    }

    /** Serves calls that come by the channel until the front is gone. */
    public function serve(Channel $channel): void
    {
        $channel->write('ready');
        try {
            while ($frame = $channel->read()) {
                $this->call($frame[1], $frame[2], $channel);
            }
        } catch (Gone) {
            // Nobody is there to be told.
        }
    }

    private function call(string $head, string $body, Channel $channel): void
    {
        try {
            $response = new Response();
            $event = (new Call($head, $body))->event($response);
            $result = ($this->handler)($event, clone $this->context);
            $this->flush();
            (new Answer($channel, $response))->give($result);
        } catch (Gone $e) {
            throw $e;
        } catch (\Throwable $e) {
            $this->flush();
            fwrite(STDERR, "$e\n");
            $channel->write('error');
        }
    }

    /** What the function prints is in the log before its call is answered. */
    private function flush(): void
    {
        while (ob_get_level() > 0) {
            ob_end_flush();
        }
    }
}
