package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.held.Turns;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gate that fails shut, and is tried again while there is trouble. */
final class KeptGate implements Gate {

    private static final Logger LOG = LoggerFactory.getLogger(KeptGate.class);

    private final Gate gate;
    private final Runnable closed;
    private final Turns turns = new Turns();

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
    void turn() {
        if (turns.due(gate.trouble().isPresent())) {
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
