package dev.dromedary.routes.kafka.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a function is told of a record. */
class KafkaEventTest {

    private static final long TIME = 1_577_934_245_123L;

    private final RecordHeaders headers = new RecordHeaders();

    private KafkaEvent event(byte[] key, byte[] value) {
        return new KafkaEvent(
                new ConsumerRecord<>(
                        "orders", 3, 42, TIME, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty()),
                new Key("shop", "t"),
                new Ahead(42, ""));
    }

    private static HttpHeaders told(KafkaEvent event) {
        HttpHeaders told = new DefaultHttpHeaders();
        event.describe(told);
        return told;
    }

    @Test
    void itSaysWhatKubelessSaidAndWhereItStands() {
        HttpHeaders told = told(event("k 1".getBytes(UTF_8), "{\"a\":1}".getBytes(UTF_8)));
        assertThat(told.get("event-id")).isEqualTo("orders-3-42");
        assertThat(told.get("event-type")).isEqualTo("application/json");
        assertThat(told.get("content-type")).isEqualTo("application/json");
        assertThat(told.get("event-time")).isEqualTo("2020-01-02 03:04:05.123 +0000 UTC");
        assertThat(told.get("event-namespace")).isEqualTo("kafkatriggers.kubeless.io");
        assertThat(told.get("event-topic")).isEqualTo("orders");
        assertThat(told.get("event-partition")).isEqualTo("3");
        assertThat(told.get("event-offset")).isEqualTo("42");
        assertThat(told.get("event-timestamp")).isEqualTo(String.valueOf(TIME));
        assertThat(told.get("event-key")).isEqualTo("k 1");
        assertThat(told.get("ce-id")).isEqualTo("orders-3-42");
        assertThat(told.get("ce-type")).isEqualTo("dev.dromedary.kafka.record");
        assertThat(told.get("ce-source")).isEqualTo("/apis/kubeless.io/v1beta1/namespaces/shop/kafkatriggers/t");
        assertThat(told.get("ce-time")).isEqualTo("2020-01-02T03:04:05.123Z");
        assertThat(told.get("ce-partitionkey")).isEqualTo("k%201");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1}   | application/json                  | true",
                "' {} '      | application/json                  | true",
                "null        | application/json                  | true",
                "[1]         | application/x-www-form-urlencoded | true",
                "1           | application/x-www-form-urlencoded | true",
                "{} x        | application/x-www-form-urlencoded | false",
                "{           | application/x-www-form-urlencoded | false",
                "a=b         | application/x-www-form-urlencoded | false",
                "''          | application/x-www-form-urlencoded | false"
            })
    void theTypeGoesByKubelessRule(String value, String type, boolean json) {
        KafkaEvent event = event(null, value.getBytes(UTF_8));
        assertThat(told(event).get("content-type")).isEqualTo(type);
        assertThat(event.contentType().isJson()).isEqualTo(json);
    }

    @Test
    void aRecordThatSaysItsTypeHasIt() {
        headers.add("Content-Type", "application/avro".getBytes(UTF_8));
        HttpHeaders told = told(event(null, "{}".getBytes(UTF_8)));
        assertThat(told.getAll("content-type")).containsExactly("application/avro");
        assertThat(told.get("event-type")).isEqualTo("application/avro");
    }

    @Test
    void aTypeThatWouldBeAnotherHeaderIsNone() {
        headers.add("content-type", "text/plain\r\nevent-id: 7".getBytes(UTF_8));
        assertThat(told(event(null, new byte[0])).get("content-type")).isEqualTo("application/x-www-form-urlencoded");
    }

    @Test
    void headersPassWhoseNamesAndValuesHttpHas() {
        headers.add("trace-Id", "7".getBytes(UTF_8));
        headers.add("trace-id", "8".getBytes(UTF_8));
        headers.add("bad name", "x".getBytes(UTF_8));
        headers.add("split", "a\r\nb: c".getBytes(UTF_8));
        headers.add("binary", new byte[] {0, 1});
        headers.add("none", null);
        headers.add("CamelHttpUri", "http://elsewhere".getBytes(UTF_8));
        headers.add("Event_Id", "forged".getBytes(UTF_8));
        headers.add("long", "x".repeat(2000).getBytes(UTF_8));
        HttpHeaders told = told(event(null, new byte[0]));
        assertThat(told.getAll("event-header-trace-id")).containsExactly("7", "8");
        assertThat(told.names().stream().filter(name -> name.startsWith("event-header-")))
                .containsExactly("event-header-trace-id");
        assertThat(told.get("event-headers-omitted")).isEqualTo("5");
        assertThat(told.get("event-id")).isEqualTo("orders-3-42");
        assertThat(told.names())
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).contains("camel"));
    }

    @Test
    void aBinaryKeyComesInBase64AndAHugeOneNotAtAll() {
        HttpHeaders binary = told(event(new byte[] {0, (byte) 0xff}, new byte[0]));
        assertThat(binary.get("event-key")).isEqualTo("AP8=");
        assertThat(binary.get("event-key-encoding")).isEqualTo("base64");
        HttpHeaders huge = told(event(new byte[5000], new byte[0]));
        assertThat(huge.get("event-key")).isNull();
        assertThat(huge.get("event-key-encoding")).isEqualTo("omitted");
    }

    @Test
    void keysAreEqualByTheirBytesAndADeletionIsToldFromNothing() {
        assertThat(event(new byte[] {1}, null).key())
                .isEqualTo(event(new byte[] {1}, null).key());
        assertThat(event(null, null).key()).isNull();
        assertThat(told(event(null, null)).get("event-tombstone")).isEqualTo("true");
        assertThat(told(event(null, new byte[0])).get("event-tombstone")).isNull();
        assertThat(event(null, null).body()).isEmpty();
    }
}
