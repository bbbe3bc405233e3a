<?php

declare(strict_types=1);

use Dromedary\Channel;
use Dromedary\Worker;

/** What a worker makes of a call, and of a function's result. */
final class WorkerTest
{
    private static Closure $function;
    private array $frames;

    public static function handler(stdClass $event, stdClass $context): mixed
    {
        return (self::$function)($event, $context);
    }

    public function testTheRequestIsWhole(): void
    {
        $this->answer("PUT /a/%C3%A9?b=1&b=2 HTTP/1.1\nHost: here:81\nX-Custom: one\nX-Custom: two\nCookie: a=1\n", function ($event) {
            $request = $event->extensions->request;
            return implode(' ', [$request->getMethod(), $request->getUri(), $request->getHeaderLine('X-Custom'), $request->getCookieParam('a')]);
        });
        same('PUT http://here:81/a/%C3%A9?b=1&b=2 one,two 1', $this->body());
    }

    public function testFormsAreParsedForWhoAsks(): void
    {
        $form = "POST / HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n";
        $this->answer($form, fn ($event) => $event->extensions->request->getParsedBody()['a'] . ' ' . $event->data, 'a=1');
        same('1 a=1', $this->body());
    }

    public function testDataAreObjectsOrText(): void
    {
        $seen = [];
        $remember = function ($event) use (&$seen) {
            $seen[] = $event->data;
        };
        $this->answer("POST / HTTP/1.1\nContent-Type: Application/JSON; charset=utf-8\n", $remember, '{"a": [1, 12345678901234567890]}');
        $this->answer("POST / HTTP/1.1\nContent-Type: text/plain\n", $remember, "\xff\x00");
        $this->answer("GET / HTTP/1.1\nContent-Type: application/json\n", $remember);
        same([1, '12345678901234567890'], $seen[0]->a);
        same(["\xff\x00", ''], array_slice($seen, 1));
    }

    public function testFieldsThatAreNotThereAreNull(): void
    {
        $fields = fn ($event) => [$event->{'event-id'}, $event->{'event-type'}, $event->{'event-time'}, $event->{'event-namespace'}];
        $this->answer("GET / HTTP/1.1\n", $fields, '', "event-id: 7\n");
        same('["7",null,null,null]', $this->body());
        $this->answer("GET / HTTP/1.1\n", $fields);
        same('[null,null,null,null]', $this->body());
    }

    public function testResultsAreTextObjectsOrResponses(): void
    {
        foreach ([['a', 'a'], [null, ''], [7, '7'], [['b' => 1.0], '{"b":1.0}'], [new stdClass(), '{}']] as [$result, $body]) {
            $this->answer("GET / HTTP/1.1\n", fn () => $result);
            same([['answer'], $body], [array_column($this->frames, 0), $this->body()]);
        }
        $this->answer("GET / HTTP/1.1\n", fn ($event) => $event->extensions->response->withStatus(201)->withHeader('X-Made', 'y')->write('made'));
        same("201\nContent-Type: text/html; charset=UTF-8\nX-Made: y\n", $this->frames[0][1]);
        same('made', $this->body());
    }

    public function testWhatWasWrittenToTheResponseComesFirst(): void
    {
        $this->answer("GET / HTTP/1.1\n", function ($event) {
            $event->extensions->response->getBody()->write('one ');
            return 'two';
        });
        same('one two', $this->body());
    }

    public function testGeneratorsAndFilesArePieces(): void
    {
        $this->answer("GET / HTTP/1.1\n", fn () => yield from ['a', 'b']);
        same(['begin', 'piece', 'piece', 'end'], array_column($this->frames, 0));
        $this->answer("GET / HTTP/1.1\n", fn () => fopen('data:text/plain,abc', 'r'));
        same('abc', $this->body());
    }

    public function testAFailureIsToldWithoutItsReason(): void
    {
        $this->answer("GET / HTTP/1.1\n", fn () => throw new Exception('the reason (this line belongs to the test)'));
        same([['error', '', '']], $this->frames);
    }

    private function answer(string $request, Closure $function, string $body = '', string $fields = ''): void
    {
        self::$function = $function;
        [$ours, $theirs] = stream_socket_pair(STREAM_PF_UNIX, STREAM_SOCK_STREAM, 0);
        $channel = new Channel($ours);
        $channel->write('call', "$fields\n$request", $body);
        stream_socket_shutdown($ours, STREAM_SHUT_WR);
        (new Worker('WorkerTest::handler'))->serve(new Channel($theirs));
        fclose($theirs);
        $this->frames = [];
        while ($frame = $channel->read()) {
            $this->frames[] = $frame;
        }
        same(['ready', '', ''], array_shift($this->frames));
    }

    private function body(): string
    {
        return implode('', array_column($this->frames, 2));
    }
}
