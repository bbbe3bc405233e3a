package dev.dromedary.routes.http.auth;

import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** How a sender of webhooks signs them. */
public sealed interface Signing {

    /** Which request header has the signature. */
    String header();

    /** What the headers say of it; empty: they are not as this sender writes them. */
    Optional<Signed> read(HttpHeaders headers);

    /**
     * GitHub: a signature of the body alone. Neither time nor delivery id is signed: whoever gets hold of a delivery can send it
     * again under another id.
     */
    record GitHub() implements Signing {

        @Override
        public String header() {
            return "X-Hub-Signature-256";
        }

        @Override
        public Optional<Signed> read(HttpHeaders headers) {
            String id = OneHeader.of(headers, "X-GitHub-Delivery").orElse("");
            return signature(headers, header(), "sha256=", Encoding.HEX)
                    .map(bytes -> new Signed(Algorithm.SHA256, "", Optional.empty(), List.of(bytes), id));
        }
    }

    /** Stripe: {@code t=<seconds>,v1=<signature>}, the latter once for each signing secret that is in force. */
    record Stripe() implements Signing {

        @Override
        public String header() {
            return "Stripe-Signature";
        }

        @Override
        public Optional<Signed> read(HttpHeaders headers) {
            return OneHeader.of(headers, header()).flatMap(StripeHeader::read);
        }
    }

    /** Slack: a signature of {@code v0:<seconds>:<body>}. */
    record Slack() implements Signing {

        @Override
        public String header() {
            return "X-Slack-Signature";
        }

        @Override
        public Optional<Signed> read(HttpHeaders headers) {
            Optional<String> seconds = OneHeader.of(headers, "X-Slack-Request-Timestamp");
            Optional<Instant> time = seconds.flatMap(Signing::time);
            return time.isEmpty()
                    ? Optional.empty()
                    : signature(headers, header(), "v0=", Encoding.HEX)
                            .map(bytes -> new Signed(
                                    Algorithm.SHA256, "v0:" + seconds.get() + ":", time, List.of(bytes), ""));
        }
    }

    /**
     * Any other: a signature of the body, or of {@code <time>.<body>}.
     *
     * @param prefix what stands before the signature
     * @param timestampHeader which request header has the time; empty: none is signed
     */
    record Hmac(String header, Algorithm algorithm, Encoding encoding, String prefix, String timestampHeader)
            implements Signing {

        @Override
        public Optional<Signed> read(HttpHeaders headers) {
            Optional<byte[]> signature = signature(headers, header, prefix, encoding);
            if (timestampHeader.isEmpty()) {
                return signature.map(bytes -> new Signed(algorithm, "", Optional.empty(), List.of(bytes), ""));
            }
            Optional<String> seconds = OneHeader.of(headers, timestampHeader);
            Optional<Instant> time = seconds.flatMap(Signing::time);
            return time.isEmpty()
                    ? Optional.empty()
                    : signature.map(bytes -> new Signed(algorithm, seconds.get() + ".", time, List.of(bytes), ""));
        }
    }

    /** The decoded signature out of a header. */
    private static Optional<byte[]> signature(HttpHeaders headers, String header, String prefix, Encoding encoding) {
        return OneHeader.of(headers, header)
                .filter(value -> value.startsWith(prefix))
                .flatMap(value -> encoding.decode(value.substring(prefix.length())));
    }

    /** A time in seconds since 1970; empty: the text is none. */
    static Optional<Instant> time(String seconds) {
        return Seconds.FORM.matcher(seconds).matches()
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(seconds)))
                : Optional.empty();
    }

    /** How times are written. */
    final class Seconds {
        private static final Pattern FORM = Pattern.compile("[0-9]{1,11}");

        private Seconds() {}
    }
}
