package dev.dromedary.routes.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;

/** A request that differs from the signed one in anything that is signed, or in its signature, is not let in. */
class WebhookPropertyTest {

    private static final String SECRET = "whsec_of-the-test";
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
    private static final String SECONDS = "1700000000";
    private static final GateBench BENCH = new GateBench();

    static {
        BENCH.secret("signing", "sender", SECRET);
    }

    /**
     * A way to sign.
     *
     * @param before what is signed before the body
     * @param form of the header, around the signature
     * @param timeHeader empty: the time is in none of its own
     */
    private record Sender(Signing signing, String before, String form, String timeHeader) {

        private HttpHeaders headers(byte[] body) {
            Algorithm algorithm = signing instanceof Signing.Hmac hmac ? hmac.algorithm() : Algorithm.SHA256;
            Encoding encoding = signing instanceof Signing.Hmac hmac ? hmac.encoding() : Encoding.HEX;
            Mac mac = Digests.hmac(algorithm, SECRET.getBytes(StandardCharsets.UTF_8));
            mac.update(before.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = mac.doFinal(body);
            String signature = encoding == Encoding.BASE64
                    ? Base64.getEncoder().encodeToString(bytes)
                    : HexFormat.of().formatHex(bytes);
            HttpHeaders headers = new DefaultHttpHeaders().set(signing.header(), form.formatted(signature));
            return timeHeader.isEmpty() ? headers : headers.set(timeHeader, SECONDS);
        }

        private List<String> signedHeaders() {
            return timeHeader.isEmpty() ? List.of(signing.header()) : List.of(signing.header(), timeHeader);
        }
    }

    @Provide
    Arbitrary<Sender> senders() {
        return Arbitraries.of(
                new Sender(new Signing.GitHub(), "", "sha256=%s", ""),
                new Sender(new Signing.Stripe(), SECONDS + ".", "t=" + SECONDS + ",v1=%s", ""),
                new Sender(new Signing.Slack(), "v0:" + SECONDS + ":", "v0=%s", "X-Slack-Request-Timestamp"),
                new Sender(new Signing.Hmac("X-Sig", Algorithm.SHA1, Encoding.HEX, "", ""), "", "%s", ""),
                new Sender(
                        new Signing.Hmac("X-Sig", Algorithm.SHA512, Encoding.BASE64, "v1=", "X-Time"),
                        SECONDS + ".",
                        "v1=%s",
                        "X-Time"));
    }

    @AfterContainer
    static void close() {
        BENCH.close();
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(1).ofMaxSize(300);
    }

    @Property(tries = 200)
    void whatIsSignedIsLetIn(@ForAll("senders") Sender sender, @ForAll("bodies") byte[] body) {
        assertThat(isLetIn(sender, sender.headers(body), body)).isTrue();
    }

    @Property(tries = 400)
    void aChangedByteOfTheBodyIsRefused(
            @ForAll("senders") Sender sender,
            @ForAll("bodies") byte[] body,
            @ForAll @IntRange(max = 299) int place,
            @ForAll @IntRange(min = 1, max = 255) int change) {
        HttpHeaders headers = sender.headers(body);
        body[place % body.length] ^= (byte) change;
        assertThat(isLetIn(sender, headers, body)).isFalse();
    }

    @Property(tries = 100)
    void aLongerOrShorterBodyIsRefused(
            @ForAll("senders") Sender sender,
            @ForAll("bodies") byte[] body,
            @ForAll @Size(min = 1, max = 3) byte[] more) {
        HttpHeaders headers = sender.headers(body);
        byte[] longer = Arrays.copyOf(body, body.length + more.length);
        System.arraycopy(more, 0, longer, body.length, more.length);
        assertThat(isLetIn(sender, headers, longer)).isFalse();
        assertThat(isLetIn(sender, headers, Arrays.copyOf(body, body.length - 1)))
                .isFalse();
    }

    @Property(tries = 600)
    void aChangedCharacterOfSignatureOrTimeIsRefused(
            @ForAll("senders") Sender sender,
            @ForAll("bodies") byte[] body,
            @ForAll @IntRange(max = 299) int place,
            @ForAll @IntRange(min = 0x21, max = 0x7E) int character) {
        HttpHeaders headers = sender.headers(body);
        List<String> signed = sender.signedHeaders();
        String name = signed.get(place % signed.size());
        StringBuilder value = new StringBuilder(headers.get(name));
        int at = place % value.length();
        // The same byte in another case is the same byte.
        if (Character.toLowerCase(value.charAt(at)) != Character.toLowerCase((char) character)) {
            value.setCharAt(at, (char) character);
            assertThat(isLetIn(sender, headers.set(name, value.toString()), body))
                    .isFalse();
        }
    }

    private static boolean isLetIn(Sender sender, HttpHeaders headers, byte[] body) {
        try (Gate gate = BENCH.open(new AuthPlan.Webhook(sender.signing(), "signing", Duration.ofMinutes(5)))) {
            return GateBench.verdict(gate.check(headers, Unpooled.wrappedBuffer(body), NOW)) instanceof Verdict.Allowed;
        }
    }
}
