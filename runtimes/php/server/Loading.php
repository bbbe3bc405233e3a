<?php

declare(strict_types=1);

namespace Dromedary;

/** The function's file, read once; what keeps it from being read goes to the front as the reason. */
final class Loading
{
    private bool $done = false;

    private function __construct(private Channel $channel, private string $file, private string $name)
    {
        register_shutdown_function($this->ended(...));
    }

    /** The file and the handler that the environment names. */
    public static function of(Channel $channel): self
    {
        $folder = trim((string) getenv('KUBELESS_INSTALL_VOLUME')) ?: '/kubeless';
        $file = (realpath($folder) ?: $folder) . '/' . trim((string) getenv('MOD_NAME')) . '.php';
        return new self($channel, $file, trim((string) getenv('FUNC_HANDLER')));
    }

    /** What is to be called. Ends the process if there is none. */
    public function handler(): callable
    {
        if (!is_file($this->file)) {
            $this->fail("There is no file $this->file");
        }
        if (!str_contains((string) file_get_contents($this->file), '<?')) {
            $this->fail("$this->file cannot be loaded: SyntaxError: it holds no PHP, which begins with <?php");
        }
        try {
            $this->load(dirname($this->file) . '/vendor/autoload.php', $this->file);
        } catch (\Throwable $e) {
            $this->fail("$this->file cannot be loaded: " . ($e instanceof \ParseError ? 'SyntaxError: ' : '') . $e);
        }
        if (!is_callable($this->name)) {
            $this->fail("$this->file has no function '$this->name'; it has: " . implode(', ', $this->functions()));
        }
        $this->done = true;
        return $this->name;
    }

    private function load(string $autoload, string $file): void
    {
        // The function's own libraries come first; then what its requests are made of.
        if (is_file($autoload)) {
            require_once $autoload;
        }
        require_once 'Slim/autoload.php';
        (static function () use ($file) {
            require_once $file;
        })();
    }

    private function functions(): array
    {
        $ours = fn (string $name) => (new \ReflectionFunction($name))->getFileName() === $this->file;
        return array_filter(get_defined_functions()['user'], $ours);
    }

    private function fail(string $reason): never
    {
        $this->done = true;
        $this->channel->write('failed', '', $reason);
        exit(1);
    }

    /** Called at the end of the process: an error that PHP lets nobody catch, or an exit. */
    private function ended(): void
    {
        if (!$this->done) {
            $error = error_get_last();
            $what = $error ? "{$error['message']} in {$error['file']} on line {$error['line']}" : 'it ended its process';
            $this->fail("$this->file cannot be loaded: $what");
        }
    }
}

/** The memory that a worker may take. */
final class Memory
{
    private const UNITS = ['' => 1, 'k' => 1000, 'M' => 1e6, 'G' => 1e9, 'Ki' => 1024, 'Mi' => 1 << 20, 'Gi' => 1 << 30];
    // The rest is the front's and the parent's: a function that takes too much shall get PHP's message, not the kernel's end.
    private const SHARE = 0.8;

    /** Sets the limit; without one of the container's there is none. */
    public static function limit(string $quantity): void
    {
        $known = preg_match('/^([0-9.]+)(k|M|G|Ki|Mi|Gi)?$/', trim($quantity), $parts);
        $bytes = $known ? (int) ((float) $parts[1] * self::UNITS[$parts[2] ?? ''] * self::SHARE) : -1;
        ini_set('memory_limit', (string) $bytes);
    }
}
