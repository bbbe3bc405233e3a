package dev.dromedary.routes.http.auth;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The header {@code Stripe-Signature}: {@code t=1492774577,v1=5257a8…,v1=…,v0=…}. */
final class StripeHeader {

    private static final int MOST_SIGNATURES = 16;

    private StripeHeader() {}

    static Optional<Signed> read(String value) {
        List<byte[]> signatures = new ArrayList<>();
        String seconds = "";
        for (String item : value.split(",", -1)) {
            if (item.startsWith("t=")) {
                if (!seconds.isEmpty()) {
                    return Optional.empty();
                }
                seconds = item.substring(2);
            } else if (item.startsWith("v1=") && signatures.size() < MOST_SIGNATURES) {
                Encoding.HEX.decode(item.substring(3)).ifPresent(signatures::add);
            }
        }
        Optional<Instant> time = Signing.time(seconds);
        return time.isEmpty() || signatures.isEmpty()
                ? Optional.empty()
                : Optional.of(new Signed(Algorithm.SHA256, seconds + ".", time, List.copyOf(signatures), ""));
    }
}
