package dev.dromedary.routes.http;

import static dev.dromedary.routes.http.Flood.PATIENCE;
import static dev.dromedary.routes.http.RawHttp2.frame;
import static dev.dromedary.routes.http.RawHttp2.head;
import static dev.dromedary.routes.http.RawHttp2.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many frames of HTTP/2, each of them allowed: what they cost the router stays small, and another client is served meanwhile. */
class HttpTwoFloodTest {

    private static final int ENHANCE_YOUR_CALM = 11;
    private static final int FLOW_CONTROL_ERROR = 3;
    private static final int REFUSED_STREAM = 7;
    private static final int MOST_STREAMS = 250;
    private static final int UNTAKEN = 100;
    private static final int FIRST = 1;
    private static final int MANY = 20_000;
    private static final int LONGEST_FRAME = 1 << 14;
    private static final Duration SOON = Duration.ofSeconds(5);

    private final Flood flood;

    HttpTwoFloodTest() throws Exception {
        flood = new Flood();
    }

    @AfterEach
    void theNeighbourWasServedAllTheTime() throws IOException {
        try (flood) {
            flood.awaitNeighbour(1);
        }
        assertThat(flood.longestWaitOfTheNeighbour()).isLessThan(SOON);
    }

    private static int stream(int i) {
        return 2 * i + 1;
    }

    private static byte[] slow(int stream) {
        return head(stream, true, RawHttp2.get("/slow"));
    }

    @Test
    void requestsThatAreTakenBackAtOnceEndTheConnection() {
        flood.say(MANY, i -> RawHttp2.join(slow(stream(i)), frame(RawHttp2.RST_STREAM, 0, stream(i), number(0))));
        flood.assertEnded(ENHANCE_YOUR_CALM);
        assertThat(flood.asked).hasValueLessThan(MOST_STREAMS);
        flood.assertLittleHeld();
    }

    @Test
    void framesThatHaveTheRouterResetTheirStreamsEndTheConnection() {
        flood.say(MANY, i -> RawHttp2.join(slow(stream(i)), frame(RawHttp2.WINDOW_UPDATE, 0, stream(i), number(0))));
        flood.assertEnded(ENHANCE_YOUR_CALM);
        assertThat(flood.asked).hasValueLessThan(MOST_STREAMS);
        flood.assertLittleHeld();
    }

    @Test
    void malformedRequestsWithoutEndEndTheConnection() {
        flood.say(MANY, i -> head(stream(i), true, RawHttp2.block(":method", "GET", ":path", "/slow")));
        flood.assertEnded(ENHANCE_YOUR_CALM);
        assertThat(flood.asked).hasValue(0);
    }

    @Test
    void headsInCrumbsEndTheConnection() {
        flood.client.say(frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, FIRST, RawHttp2.get("/slow")));
        flood.say(MANY, i -> frame(RawHttp2.CONTINUATION, 0, FIRST));
        flood.assertEnded(ENHANCE_YOUR_CALM);
        assertThat(flood.asked).hasValue(0);
    }

    @Test
    void aHeadWithoutEndEndsTheConnection() {
        byte[] field = RawHttp2.block("x-name", "x".repeat(LONGEST_FRAME - 100));
        flood.client.say(frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, FIRST, RawHttp2.get("/slow")));
        flood.say(MANY / 10, i -> frame(RawHttp2.CONTINUATION, 0, FIRST, field));
        await().atMost(PATIENCE).until(() -> flood.client.ended);
        assertThat(flood.asked).hasValue(0);
        flood.assertLittleHeld();
    }

    @Test
    void aFewBytesThatMeanALongHeadAreRefused() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(RawHttp2.get("/slow"));
        block.write(0x40);
        RawHttp2.text(block, "x-name");
        RawHttp2.text(block, "x".repeat(4000));
        for (int i = 0; i < 8000; i++) {
            block.write(0x80 | 62);
        }
        flood.say(50, i -> head(stream(i), true, block.toByteArray()));
        flood.sync();
        assertThat(flood.asked).hasValue(0);
        assertThat(flood.client.ended || flood.client.statuses.get(FIRST) == 431)
                .isTrue();
        flood.assertLittleHeld();
    }

    @Test
    void aHeadOfCountlessSmallHeadersIsRefused() {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(RawHttp2.get("/slow"));
        for (int i = 0; i < 5000; i++) {
            block.writeBytes(RawHttp2.block("x" + i, ""));
        }
        flood.client.say(head(FIRST, true, block.toByteArray()));
        await().atMost(PATIENCE).until(() -> flood.client.ended || flood.client.statuses.containsKey(FIRST));
        assertThat(flood.asked).hasValue(0);
    }

    @Test
    void settingsWithoutEndCostLittle() {
        flood.client.say(slow(FIRST));
        flood.say(MANY, i -> frame(RawHttp2.SETTINGS, 0, 0, RawHttp2.setting(4, 65_535 + i)));
        flood.sync();
        flood.assertLittleHeld();
    }

    @Test
    void pingsWhoseAnswersNobodyTakesCostLittle() throws Exception {
        flood.deaf();
        Thread.ofVirtual().start(() -> flood.say(25 * MANY, i -> frame(RawHttp2.PING, 0, 0, new byte[8])));
        flood.awaitNeighbour(10);
        flood.assertLittleHeld();
    }

    @Test
    void framesOfDataWithNothingInThemEndTheConnection() {
        flood.client.say(head(FIRST, false, RawHttp2.post("/slow")));
        flood.say(MANY, i -> frame(RawHttp2.DATA, 0, FIRST));
        flood.assertEnded(ENHANCE_YOUR_CALM);
        flood.assertLittleHeld();
    }

    @Test
    void headersInThePlaceOfTrailersWithoutEndResetTheStream() {
        flood.client.say(head(FIRST, false, RawHttp2.post("/slow")));
        flood.say(MANY, i -> head(FIRST, false));
        await().atMost(PATIENCE).until(() -> flood.client.ended || flood.client.resets.containsKey(FIRST));
        flood.assertLittleHeld();
    }

    @Test
    void framesOfNoKnownTypeAreDropped() {
        flood.client.say(slow(FIRST));
        flood.say(MANY / 5, i -> frame(RawHttp2.UNKNOWN, 0, FIRST, new byte[LONGEST_FRAME]));
        flood.sync();
        flood.assertLittleHeld();
    }

    @Test
    void prioritiesAreDropped() {
        flood.client.say(slow(FIRST));
        flood.say(10 * MANY, i -> frame(RawHttp2.PRIORITY, 0, FIRST, new byte[5]));
        flood.say(10 * MANY, i -> frame(RawHttp2.PRIORITY, 0, stream(i + 1), new byte[5]));
        flood.sync();
        assertThat(flood.client.ended).isFalse();
        flood.assertLittleHeld();
    }

    @Test
    void noMoreStreamsAreTakenThanWereOfferedNotEvenBeforeTheClientHasSeenTheOffer() throws Exception {
        flood.deaf();
        flood.say(2 * MOST_STREAMS, i -> slow(stream(i)));
        flood.client.listening();
        await().atMost(PATIENCE).until(() -> flood.client.ended || flood.client.resets.size() >= MOST_STREAMS);
        assertThat(flood.client.resets.values()).allMatch(error -> error == REFUSED_STREAM);
        assertThat(flood.asked).hasValueLessThanOrEqualTo(MOST_STREAMS);
    }

    @Test
    void aBodyInCrumbsThatNobodyTakesCostsLittle() {
        flood.client.say(head(FIRST, false, RawHttp2.post("/slow")));
        flood.say(65_000, i -> frame(RawHttp2.DATA, 0, FIRST, new byte[1]));
        flood.sync();
        flood.assertLittleHeld();
    }

    @Test
    void answersThatNobodyTakesCostLittle() {
        flood.client.say(frame(RawHttp2.SETTINGS, 0, 0, RawHttp2.setting(4, 0)));
        flood.say(UNTAKEN, i -> head(stream(i), true, RawHttp2.get("/long")));
        await().atMost(PATIENCE).until(() -> flood.client.statuses.size() == UNTAKEN);
        flood.assertLittleHeld();
    }

    @Test
    void aWindowThatIsTooWideEndsStreamOrConnection() {
        flood.client.say(slow(FIRST), frame(RawHttp2.WINDOW_UPDATE, 0, FIRST, number(Integer.MAX_VALUE)));
        await().atMost(PATIENCE).until(() -> flood.client.resets.containsKey(FIRST));
        assertThat(flood.client.resets).containsEntry(FIRST, FLOW_CONTROL_ERROR);
        flood.client.say(frame(RawHttp2.WINDOW_UPDATE, 0, 0, number(Integer.MAX_VALUE)));
        flood.assertEnded(FLOW_CONTROL_ERROR);
    }
}
