package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Lets in what is signed, and that once. What was taken is told by what is signed, and by the delivery id where the time is not
 * signed; not by the signature, of which there may be several right ones. It is remembered as long as its time is good, but
 * of {@value #MOST_REMEMBERED} requests at most, the oldest forgotten first; and by this copy of the router alone: another copy,
 * or this one started anew, takes it a second time.
 */
final class WebhookGate implements MaterialGate {

    static final int MOST_REMEMBERED = 10_000;

    /** A longer body is not worth an event loop's time: of this many bytes, some 0.2 ms. */
    private static final int LONG_BODY = 64 * 1024;

    private static final int CONFLICT = 409;
    private static final Verdict.Refused AGAIN =
            new Verdict.Refused(CONFLICT, "This delivery was taken already", Map.of());

    private final AuthPlan.Webhook plan;
    private final Held<Material<SigningSecrets>> secrets;
    private final Lookup<SigningSecrets> lookup;
    private final Desk desk;
    private final Recent<String> taken = new Recent<>(MOST_REMEMBERED);
    private final Verdict.Refused unsigned;
    private final Verdict.Refused untimely;
    private final Verdict.Refused wrong;

    WebhookGate(AuthPlan.Webhook plan, Held<Material<SigningSecrets>> secrets, Desk desk) {
        this.plan = plan;
        this.secrets = secrets;
        this.lookup = new Lookup<>(secrets, Refusals::isUnauthorized);
        this.desk = desk;
        String header = plan.signing().header();
        String challenge = "Webhook header=\"" + header + "\"";
        this.unsigned = Refusals.unauthorized("A signature is asked for, in one header " + header, challenge);
        this.untimely = Refusals.unauthorized(
                "The signed time is more than " + plan.tolerance().toSeconds() + " s from the router's", challenge);
        this.wrong = Refusals.unauthorized("The signature in the header " + header + " is not right", challenge);
    }

    @Override
    public boolean wantsBody() {
        return true;
    }

    @Override
    public Outcome check(HttpHeaders headers, ByteBuf body, Instant now) {
        Optional<Signed> signed = plan.signing().read(headers);
        if (signed.isEmpty()) {
            return unsigned;
        }
        if (signed.get().time().filter(time -> isFar(time, now)).isPresent()) {
            return untimely;
        }
        return lookup.ask(known -> body.readableBytes() > LONG_BODY
                ? desk.submit(() -> verdict(known, signed.get(), body, now))
                : verdict(known, signed.get(), body, now));
    }

    private Verdict verdict(SigningSecrets known, Signed signed, ByteBuf body, Instant now) {
        Optional<String> signer = known.signer(signed, body);
        if (signer.isEmpty()) {
            return wrong;
        }
        String delivery = delivery(signed, body);
        Instant until = signed.time().orElse(now).plus(plan.tolerance());
        return taken.add(delivery, delivery, until, now)
                ? Verdict.Allowed.of(signer.get(), () -> taken.remove(delivery))
                : AGAIN;
    }

    private boolean isFar(Instant time, Instant now) {
        return Duration.between(time, now).abs().compareTo(plan.tolerance()) > 0;
    }

    private static String delivery(Signed signed, ByteBuf body) {
        MessageDigest digest = Digests.sha256();
        digest.update(signed.before().getBytes(StandardCharsets.US_ASCII));
        for (ByteBuffer part : body.nioBuffers()) {
            digest.update(part);
        }
        return Digests.key(digest.digest()) + signed.id();
    }

    @Override
    public Held<? extends Material<?>> material() {
        return secrets;
    }
}
