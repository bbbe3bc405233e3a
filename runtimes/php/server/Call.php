<?php

declare(strict_types=1);

namespace Dromedary;

use Slim\Http\Body;
use Slim\Http\Cookies;
use Slim\Http\Headers;
use Slim\Http\Request;
use Slim\Http\Response;
use Slim\Http\Uri;

/** A call as it came: the event's fields and the request. */
final class Call
{
    private array $fields = [];
    private Request $request;

    public function __construct(string $head, private string $body)
    {
        [$fields, $request] = explode("\n\n", "\n" . $head, 2);
        foreach (array_filter(explode("\n", $fields)) as $line) {
            [$name, $value] = explode(': ', $line, 2);
            $this->fields[$name] = $value;
        }
        $this->request = $this->requestOf(explode("\n", rtrim($request, "\n")));
    }

    /** The event for a handler. */
    public function event(Response $response): \stdClass
    {
        return (object) [
            'data' => $this->data(),
            'event-id' => $this->fields['event-id'] ?? null,
            'event-type' => $this->fields['event-type'] ?? null,
            'event-time' => $this->fields['event-time'] ?? null,
            'event-namespace' => $this->fields['event-namespace'] ?? null,
            'extensions' => (object) ['request' => $this->request, 'response' => $response],
        ];
    }

    private function data(): mixed
    {
        $type = trim(explode(';', $this->request->getHeaderLine('Content-Type'), 2)[0]);
        $parsed = $this->body !== '' && strcasecmp($type, 'application/json') === 0;
        return $parsed ? json_decode($this->body, false, 512, JSON_THROW_ON_ERROR | JSON_BIGINT_AS_STRING) : $this->body;
    }

    private function requestOf(array $lines): Request
    {
        [$method, $target, $protocol] = explode(' ', array_shift($lines), 3);
        $headers = new Headers();
        foreach ($lines as $line) {
            [$name, $value] = explode(': ', $line, 2) + [1 => ''];
            $headers->add($name, $value);
        }
        $server = [
            'REQUEST_METHOD' => $method, 'REQUEST_URI' => $target, 'SERVER_PROTOCOL' => $protocol,
            'REMOTE_ADDR' => $this->fields['remote'] ?? '127.0.0.1',
        ];
        return new Request(
            $method,
            $this->uri($target, $headers->get('Host', ['localhost'])[0]),
            $headers,
            Cookies::parseHeader(implode('; ', $headers->get('Cookie', []))),
            $server,
            $this->stream(),
        );
    }

    private function uri(string $target, string $host): Uri
    {
        [$path, $query] = explode('?', $target, 2) + [1 => ''];
        preg_match('/^(.*?)(?::(\d+))?$/', $host, $parts);
        return new Uri('http', $parts[1], isset($parts[2]) ? (int) $parts[2] : null, $path, $query);
    }

    private function stream(): Body
    {
        $stream = fopen('php://temp', 'r+');
        fwrite($stream, $this->body);
        rewind($stream);
        return new Body($stream);
    }
}
