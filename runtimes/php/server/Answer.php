<?php

declare(strict_types=1);

namespace Dromedary;

use Psr\Http\Message\ResponseInterface;
use Slim\Http\Response;

/** How a function's result becomes an answer. */
final class Answer
{
    private const JSON = JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION;
    private const PIECE = 65536;

    /** @param Response $response what the function had at hand, and may have written to */
    public function __construct(private Channel $channel, private Response $response)
    {
    }

    /** Answers with the result. */
    public function give(mixed $result): void
    {
        if ($result instanceof ResponseInterface) {
            $this->response($result);
        } elseif ($result instanceof \Traversable) {
            $this->pieces($this->response, $result);
        } elseif (is_resource($result)) {
            $this->pieces($this->response, $this->read($result));
        } else {
            $this->whole($this->response, $this->text($result), is_array($result) || $this->isObject($result));
        }
    }

    private function isObject(mixed $result): bool
    {
        return is_object($result) && !$result instanceof \Stringable;
    }

    private function text(mixed $result): string
    {
        return is_array($result) || $this->isObject($result) ? json_encode($result, self::JSON) : (string) $result;
    }

    private function response(ResponseInterface $response): void
    {
        if ($response->getBody()->getSize() !== null) {
            $this->whole($response, '', false);
        } else {
            $this->pieces($response, $this->read($response->getBody()->detach()));
        }
    }

    private function whole(ResponseInterface $response, string $text, bool $isJson): void
    {
        $head = $this->head($response, $isJson ? 'application/json' : 'text/html; charset=UTF-8');
        $this->channel->write('answer', $head, $response->getBody() . $text);
    }

    private function pieces(ResponseInterface $response, iterable $pieces): void
    {
        $this->channel->write('begin', $this->head($response, 'text/html; charset=UTF-8'), (string) $response->getBody());
        foreach ($pieces as $piece) {
            if ((string) $piece !== '') {
                $this->channel->write('piece', '', (string) $piece);
            }
        }
        $this->channel->write('end');
    }

    private function read($stream): \Generator
    {
        while (!feof($stream)) {
            yield (string) fread($stream, self::PIECE);
        }
        fclose($stream);
    }

    private function head(ResponseInterface $response, string $type): string
    {
        $head = $response->getStatusCode() . "\n" . ($response->hasHeader('Content-Type') ? '' : "Content-Type: $type\n");
        foreach ($response->getHeaders() as $name => $values) {
            foreach ($values as $value) {
                $head .= "$name: " . str_replace(["\r", "\n"], ' ', (string) $value) . "\n";
            }
        }
        return $head;
    }
}
