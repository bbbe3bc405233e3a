package dev.dromedary.routes.http;

import dev.dromedary.routes.core.invoke.EventHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Who an event is: a CloudEvents sender names it, any other is named here. */
final class Identity {

    private static final String NAMESPACE = "httptriggers.kubeless.io";
    private static final long VERSION = 0x4000L;
    private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;

    private static volatile Moment now = new Moment(0, "");

    private record Moment(long millis, String text) {}

    private Identity() {}

    static EventHeaders of(HttpHeaders headers) {
        String id = headers.get("ce-id");
        String type = headers.get("ce-type");
        String content = headers.get(HttpHeaderNames.CONTENT_TYPE);
        return new EventHeaders(
                id == null ? random() : id, type != null ? type : content != null ? content : "", time(), NAMESPACE);
    }

    /** Unlike any other; nobody is kept from guessing it, so that it need not cost what a secret costs. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID((random.nextLong() & VERSION_MASK) | VERSION, (random.nextLong() & VARIANT_MASK) | VARIANT)
                .toString();
    }

    /** Many requests come within a millisecond. */
    private static String time() {
        long millis = System.currentTimeMillis();
        Moment moment = now;
        if (moment.millis() != millis) {
            moment = new Moment(millis, Instant.ofEpochMilli(millis).toString());
            now = moment;
        }
        return moment.text();
    }
}
