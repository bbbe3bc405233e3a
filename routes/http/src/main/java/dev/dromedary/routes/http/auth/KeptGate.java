package dev.dromedary.routes.http.auth;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gate that fails shut, and is tried again while there is trouble: at first at each turn, then seldomer. */
final class KeptGate implements Gate {

    private static final Logger LOG = LoggerFactory.getLogger(KeptGate.class);
    private static final int LONGEST_PAUSE = 10;

    private final Gate gate;
    private final Runnable closed;
    private int pause = 1;
    private int turns;

    /**
     * Keeps a gate.
     *
     * @param closed run when it is closed
     */
    KeptGate(Gate gate, Runnable closed) {
        this.gate = gate;
        this.closed = closed;
    }

    @Override
    public boolean wantsBody() {
        return gate.wantsBody();
    }

    @Override
    public Outcome check(HttpHeaders headers, ByteBuf body, Instant now) {
        try {
            return switch (gate.check(headers, body, now)) {
                case Verdict verdict -> verdict;
                case Outcome.Later later -> new Outcome.Later(later.verdict().exceptionally(KeptGate::failed));
            };
        } catch (RuntimeException e) {
            return failed(e);
        }
    }

    /** The message of a failure might quote what was checked: where it was thrown says enough. */
    private static Verdict failed(Throwable failure) {
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        StackTraceElement[] trace = cause.getStackTrace();
        LOG.error(
                "A caller could not be checked failure={} at={}",
                cause.getClass().getName(),
                trace.length == 0 ? "" : trace[0]);
        return Refusals.FAILED;
    }

    /** A turn, every half minute. */
    synchronized void turn() {
        if (gate.trouble().isEmpty()) {
            pause = 1;
            turns = 0;
        } else if (++turns >= pause) {
            pause = Math.min(LONGEST_PAUSE, pause * 2);
            turns = 0;
            gate.retry();
        }
    }

    @Override
    public Optional<String> trouble() {
        return gate.trouble();
    }

    @Override
    public void retry() {
        gate.retry();
    }

    @Override
    public void close() {
        closed.run();
        gate.close();
    }
}
