<?php

declare(strict_types=1);

namespace Dromedary;

/** The workers that are forked from the process that has loaded the function. */
final class Children
{
    public function __construct(private Channel $channel)
    {
        pcntl_async_signals(true);
        pcntl_signal(SIGCHLD, $this->bury(...));
    }

    /** Whether another worker is wanted; false: the front is gone. */
    public function next(): bool
    {
        while (!$this->channel->wait()) {
            $this->bury();
        }
        return ($this->channel->read()[0] ?? '') === 'fork';
    }

    /** Gives true in the child. */
    public function fork(): bool
    {
        // The child must know that it is one before it hears of anybody's end.
        pcntl_sigprocmask(SIG_BLOCK, [SIGCHLD]);
        $child = pcntl_fork();
        if ($child === 0) {
            pcntl_signal(SIGCHLD, SIG_DFL);
        }
        pcntl_sigprocmask(SIG_UNBLOCK, [SIGCHLD]);
        if ($child === 0) {
            posix_setpgid(0, 0);
            $this->channel->close();
            mt_srand(random_int(0, PHP_INT_MAX));
        }
        return $child === 0;
    }

    private function bury(): void
    {
        while (($child = pcntl_waitpid(-1, $status, WNOHANG)) > 0) {
            $how = pcntl_wifsignaled($status) ? 128 + pcntl_wtermsig($status) : pcntl_wexitstatus($status);
            $this->channel->write('ended', "$child $how\n");
        }
    }
}
