package dev.dromedary.routes.http.auth;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;

/** Asks nobody: everybody gets the same verdict. */
record OpenGate(Verdict verdict) implements Gate {

    @Override
    public boolean wantsBody() {
        return false;
    }

    @Override
    public Outcome check(HttpHeaders headers, ByteBuf body, Instant now) {
        return verdict;
    }

    @Override
    public Optional<String> trouble() {
        return Optional.empty();
    }

    @Override
    public void retry() {}

    @Override
    public void close() {}
}
