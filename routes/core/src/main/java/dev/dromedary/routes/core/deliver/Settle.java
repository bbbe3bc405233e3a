package dev.dromedary.routes.core.deliver;

import dev.dromedary.routes.core.invoke.Answer;
import dev.dromedary.routes.core.invoke.Outlet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Judges the answer, and reads it to its end: one that breaks off is none, and its connection is free again. Only what is said of a
 * batch is looked into.
 */
final class Settle extends AsyncProcessorSupport {

    private static final int LARGEST = 4 << 20;

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Pass pass = exchange.getProperty(Steps.PASS, Pass.class);
        Answer answer = exchange.getMessage().getBody(Answer.class);
        Verdict byStatus = Judge.of(
                answer.status().code(),
                answer.headers().get(HttpHeaderNames.RETRY_AFTER),
                pass.delivery().success(),
                Instant.now());
        boolean looks =
                byStatus instanceof Verdict.Taken && pass.delivery().batching().isOn();
        answer.body().into(new Rest(pass, byStatus, looks ? Unpooled.buffer() : null, callback));
        return false;
    }

    /** The rest of an answer. */
    private static final class Rest implements Outlet {

        private final Pass pass;
        private final Verdict byStatus;
        private final ByteBuf kept;
        private final AsyncCallback callback;
        private boolean tooLarge;

        /**
         * Takes it in.
         *
         * @param kept where its bytes go; {@code null}: nowhere
         */
        Rest(Pass pass, Verdict byStatus, ByteBuf kept, AsyncCallback callback) {
            this.pass = pass;
            this.byStatus = byStatus;
            this.kept = kept;
            this.callback = callback;
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void part(ByteBuf bytes) {
            if (kept != null) {
                tooLarge |= kept.readableBytes() + bytes.readableBytes() > LARGEST;
                if (!tooLarge) {
                    kept.writeBytes(bytes);
                }
            }
            bytes.release();
        }

        @Override
        public void flush() {}

        @Override
        public void end(HttpHeaders trailers) {
            pass.judge(verdict());
            callback.done(false);
        }

        @Override
        public void broken() {
            boolean taken = byStatus instanceof Verdict.Taken;
            pass.judge(taken ? new Verdict.Failed("The function's answer broke off") : byStatus);
            callback.done(false);
        }

        private Verdict verdict() {
            if (kept == null) {
                return byStatus;
            }
            if (tooLarge) {
                return new Verdict.Failed("The function's answer to a batch is larger than " + LARGEST + " bytes");
            }
            Set<String> ids =
                    pass.wanted().stream().map(item -> item.event().id()).collect(Collectors.toSet());
            return Judge.ofBatch(ByteBufUtil.getBytes(kept), ids);
        }
    }
}
