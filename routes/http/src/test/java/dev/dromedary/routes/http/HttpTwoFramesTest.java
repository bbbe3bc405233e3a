package dev.dromedary.routes.http;

import static dev.dromedary.routes.http.RawHttp2.frame;
import static dev.dromedary.routes.http.RawHttp2.head;
import static dev.dromedary.routes.http.RawHttp2.join;
import static dev.dromedary.routes.http.RawHttp2.number;
import static dev.dromedary.routes.http.RawHttp2.setting;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Frames of HTTP/2 where none belong, or not as they must be: their stream or connection ends, and the function hears none of it. */
class HttpTwoFramesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final byte[] BAD = RawHttp2.get("/bad");
    private static final byte[] GOOD = RawHttp2.get("/good");
    private static final byte[] OPEN = head(1, false, RawHttp2.post("/bad"));

    private final HttpBench door;
    private final StrictPod pod;

    HttpTwoFramesTest() throws Exception {
        door = new HttpBench();
        pod = new StrictPod("Event-Id");
    }

    @BeforeEach
    void lead() {
        HttpHostileTest.everything(door, pod.port());
    }

    @AfterEach
    void stop() {
        door.close();
        pod.close();
    }

    @Test
    void eachEndsItsStreamOrItsConnectionAndNothingOfItArrives() throws Exception {
        SoftAssertions softly = new SoftAssertions();
        Map<String, byte[]> all = new LinkedHashMap<>(streams());
        all.putAll(forms());
        all.putAll(packing());
        for (Map.Entry<String, byte[]> one : all.entrySet()) {
            try (RawHttp2 client = new RawHttp2(door.listener.port()).listening()) {
                client.say(one.getValue());
                softly.assertThat(client.hears(() -> !client.resets.isEmpty() || client.goAway > 0, PATIENCE))
                        .as(one.getKey())
                        .isTrue();
            }
            try (RawHttp2 other = new RawHttp2(door.listener.port()).listening()) {
                other.say(head(1, true, GOOD));
                softly.assertThat(other.hears(() -> other.statuses.getOrDefault(1, 0) == OK, PATIENCE))
                        .as("after " + one.getKey())
                        .isTrue();
            }
        }
        softly.assertThat(pod.arrived).filteredOn(StrictPod.Arrived::whole).allMatch(came -> came.target()
                .equals("/good"));
        softly.assertAll();
    }

    private static Map<String, byte[]> streams() {
        byte[] data = frame(RawHttp2.DATA, RawHttp2.END_STREAM, 1, number(1));
        return Map.ofEntries(
                Map.entry("data after the end", join(head(1, true, GOOD), data)),
                Map.entry("a head after the end", join(head(1, true, GOOD), head(1, true, BAD))),
                Map.entry("a second head", join(OPEN, head(1, true, BAD))),
                Map.entry("a stream before the last", join(head(5, true, GOOD), head(3, true, BAD))),
                Map.entry("a stream that is ours to open", head(2, true, BAD)),
                Map.entry("a head of no stream", head(0, true, BAD)),
                Map.entry("data of no stream", frame(RawHttp2.DATA, 0, 0, number(1))),
                Map.entry("data before a head", data),
                Map.entry("a reset before a head", frame(RawHttp2.RST_STREAM, 0, 1, number(0))),
                Map.entry("a window before a head", frame(RawHttp2.WINDOW_UPDATE, 0, 1, number(1))),
                Map.entry(
                        "more of a head that never began", frame(RawHttp2.CONTINUATION, RawHttp2.END_HEADERS, 1, BAD)),
                Map.entry(
                        "a ping within a head",
                        join(frame(RawHttp2.HEADERS, 0, 1, BAD), frame(RawHttp2.PING, 0, 0, new byte[8]))),
                Map.entry(
                        "more of another head",
                        join(
                                frame(RawHttp2.HEADERS, RawHttp2.END_STREAM, 1, BAD),
                                frame(RawHttp2.CONTINUATION, RawHttp2.END_HEADERS, 3))),
                Map.entry("a promise", join(OPEN, frame(RawHttp2.PUSH_PROMISE, RawHttp2.END_HEADERS, 1, number(2)))));
    }

    private static Map<String, byte[]> forms() {
        return Map.ofEntries(
                Map.entry(
                        "padding past the data",
                        join(OPEN, frame(RawHttp2.DATA, RawHttp2.PADDED, 1, number(0x7f000000)))),
                Map.entry(
                        "padding past the head",
                        frame(
                                RawHttp2.HEADERS,
                                RawHttp2.WHOLE | RawHttp2.PADDED,
                                1,
                                join(new byte[] {(byte) 200}, BAD))),
                Map.entry("more than a frame may have", frame(RawHttp2.DATA, 0, 1, 20_000, new byte[20_000])),
                Map.entry("a ping of seven bytes", frame(RawHttp2.PING, 0, 0, new byte[7])),
                Map.entry("a ping of a stream", frame(RawHttp2.PING, 0, 1, new byte[8])),
                Map.entry("a priority of four bytes", join(OPEN, frame(RawHttp2.PRIORITY, 0, 1, new byte[4]))),
                Map.entry("a reset of three bytes", join(OPEN, frame(RawHttp2.RST_STREAM, 0, 1, new byte[3]))),
                Map.entry("a window of three bytes", frame(RawHttp2.WINDOW_UPDATE, 0, 0, new byte[3])),
                Map.entry("a window of nothing", frame(RawHttp2.WINDOW_UPDATE, 0, 0, number(0))),
                Map.entry("settings of five bytes", frame(RawHttp2.SETTINGS, 0, 0, new byte[5])),
                Map.entry("settings of a stream", frame(RawHttp2.SETTINGS, 0, 1, setting(3, 1))),
                Map.entry("settings that confirm and set", frame(RawHttp2.SETTINGS, RawHttp2.ACK, 0, setting(3, 1))),
                Map.entry("a window below zero", frame(RawHttp2.SETTINGS, 0, 0, setting(4, -1))),
                Map.entry("frames of one byte", frame(RawHttp2.SETTINGS, 0, 0, setting(5, 1))),
                Map.entry("a push of two", frame(RawHttp2.SETTINGS, 0, 0, setting(2, 2))));
    }

    /** HPACK (RFC 7541). */
    private static Map<String, byte[]> packing() {
        return Map.of(
                "no header of the table", head(1, true, join(BAD, bytes(0x80))),
                "a header past the table", head(1, true, join(BAD, bytes(0xff, 0x80, 0x01))),
                "a number without end", head(1, true, join(BAD, bytes(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff))),
                "a table that is too large", head(1, true, join(bytes(0x3f, 0xe1, 0xff, 0x03), BAD)),
                "a table that changes too late", head(1, true, join(BAD, bytes(0x20))),
                "a text past the head", head(1, true, join(BAD, bytes(0, 1, 'x', 100))),
                "an end in the middle of a text",
                        head(1, true, join(BAD, bytes(0, 1, 'x', 0x84, 0xff, 0xff, 0xff, 0xff))));
    }

    private static byte[] bytes(int... all) {
        byte[] bytes = new byte[all.length];
        for (int i = 0; i < all.length; i++) {
            bytes[i] = (byte) all[i];
        }
        return bytes;
    }
}
