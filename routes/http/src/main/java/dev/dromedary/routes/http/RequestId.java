package dev.dromedary.routes.http;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** What a request is called in answers, at the function and in logs: as its client calls it, or unlike any other. */
final class RequestId {

    static final AsciiString HEADER = AsciiString.cached("x-request-id");

    private static final int LONGEST = 64;
    private static final long VERSION = 0x4000L;
    private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;

    private RequestId() {}

    static String of(HttpHeaders headers) {
        String given = headers.get(HEADER);
        return given != null && isGood(given) ? given : random();
    }

    /** Letters, digits and {@code -_.~}, which are harmless in every log. */
    private static boolean isGood(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (!HeadLines.isUnreserved(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Nobody is kept from guessing it, so that it need not cost what a secret costs. */
    private static String random() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return new UUID((random.nextLong() & VERSION_MASK) | VERSION, (random.nextLong() & VARIANT_MASK) | VARIANT)
                .toString();
    }
}
