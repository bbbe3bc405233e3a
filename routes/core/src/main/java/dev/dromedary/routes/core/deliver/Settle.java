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
        boolean looks = byStatus instanceof Verdict.Taken
                && (pass.delivery().batching().isOn()
                        || pass.wanted().get(0).event().isAwaited());
        Heard heard = new Heard(
                pass, byStatus, answer.headers().get(HttpHeaderNames.CONTENT_TYPE), looks ? Unpooled.buffer() : null);
        answer.body().into(new Rest(heard, callback));
        return false;
    }

    /**
     * What is known of an answer before its end.
     *
     * @param type its content type; {@code null}: it said none
     * @param kept where its bytes go; {@code null}: nowhere
     */
    private record Heard(Pass pass, Verdict byStatus, String type, ByteBuf kept) {

        boolean ofBatch() {
            return pass.delivery().batching().isOn();
        }
    }

    /** The rest of an answer. */
    private static final class Rest implements Outlet {

        private final Heard heard;
        private final AsyncCallback callback;
        private boolean tooLarge;

        Rest(Heard heard, AsyncCallback callback) {
            this.heard = heard;
            this.callback = callback;
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void part(ByteBuf bytes) {
            ByteBuf kept = heard.kept();
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
            heard.pass().judge(verdict());
            callback.done(false);
        }

        @Override
        public void broken() {
            boolean taken = heard.byStatus() instanceof Verdict.Taken;
            heard.pass().judge(taken ? new Verdict.Failed("The function's answer broke off") : heard.byStatus());
            callback.done(false);
        }

        private Verdict verdict() {
            if (heard.kept() == null) {
                return heard.byStatus();
            }
            if (!heard.ofBatch()) {
                heard.pass()
                        .wanted()
                        .get(0)
                        .event()
                        .answered(heard.type(), tooLarge ? null : ByteBufUtil.getBytes(heard.kept()));
                return heard.byStatus();
            }
            if (tooLarge) {
                return new Verdict.Failed("The function's answer to a batch is larger than " + LARGEST + " bytes");
            }
            Set<String> ids = heard.pass().wanted().stream()
                    .map(item -> item.event().id())
                    .collect(Collectors.toSet());
            return Judge.ofBatch(ByteBufUtil.getBytes(heard.kept()), ids);
        }
    }
}
