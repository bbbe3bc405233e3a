<?php

declare(strict_types=1);

namespace Dromedary;

/** One end of a worker's channel: frames, as ../../front/PROTOCOL.md says. */
final class Channel
{
    private const FOR_EVER = 1 << 30;

    /** @param resource $stream */
    public function __construct(private $stream)
    {
        stream_set_timeout($stream, self::FOR_EVER);
        stream_set_chunk_size($stream, 65536);
        stream_set_write_buffer($stream, 0);
    }

    /** The next frame: kind, head and body; null at the end of the channel. */
    public function read(): ?array
    {
        $line = fgets($this->stream);
        if ($line === false) {
            return null;
        }
        [$kind, $head, $body] = explode(' ', $line);
        return [$kind, $this->take((int) $head), $this->take((int) $body)];
    }

    /** Writes a frame, in one write if the system takes it. Throws Gone if nobody is there to read it. */
    public function write(string $kind, string $head = '', string $body = ''): void
    {
        $frame = $kind . ' ' . strlen($head) . ' ' . strlen($body) . "\n" . $head . $body;
        for ($done = 0; $done < strlen($frame); $done += $count) {
            $count = @fwrite($this->stream, $done === 0 ? $frame : substr($frame, $done, 1 << 20));
            if (!$count) {
                throw new Gone();
            }
        }
    }

    /** Waits until there is something to read; false: a signal came first. */
    public function wait(): bool
    {
        $reading = [$this->stream];
        $none = null;
        return (bool) @stream_select($reading, $none, $none, null);
    }

    public function close(): void
    {
        fclose($this->stream);
    }

    private function take(int $size): string
    {
        return $size === 0 ? '' : (string) stream_get_contents($this->stream, $size);
    }
}

/** The front is gone. */
final class Gone extends \RuntimeException
{
}
