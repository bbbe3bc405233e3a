package dev.dromedary.routes.kinesis.consume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregateTest {

    /** Two events, as KPL writes them: keys "a" and "b", data "1" and "2". */
    private static final String MESSAGE = "0a0161" + "0a0162" + "1a05" + "0800" + "1a0131" + "1a05" + "0801" + "1a0132";

    @Test
    void theEventsOfARecordComeInTheirOrder() {
        byte[] record = Aggregates.sealed(HexFormat.of().parseHex(MESSAGE));
        assertThat(record).startsWith(0xF3, 0x89, 0x9A, 0xC2);
        List<Aggregate.Part> parts = Aggregate.parts(record).orElseThrow();
        assertThat(parts).extracting(Aggregate.Part::key).containsExactly("a", "b");
        assertThat(parts)
                .extracting(part -> new String(part.data(), StandardCharsets.UTF_8))
                .containsExactly("1", "2");
    }

    @Test
    void whatNeedNotBeKnownIsPassedOver() {
        String more = "120131" // explicit hash keys
                + "1a0c" + "0800" + "1000" + "1a0133" + "22030a0174" // hash key index, tags
                + "2801" + "310000000000000000" + "3d00000000"; // fields of times to come
        List<Aggregate.Part> parts = Aggregate.parts(
                        Aggregates.sealed(HexFormat.of().parseHex("0a0161" + more)))
                .orElseThrow();
        assertThat(parts).hasSize(1);
        assertThat(parts.getFirst().data()).isEqualTo(new byte[] {'3'});
    }

    @Test
    void whatIsNotWholeIsOneEventAsItIs() {
        byte[] record = Aggregates.sealed(HexFormat.of().parseHex(MESSAGE));
        for (int broken : new int[] {0, 5, record.length - 1}) {
            byte[] other = record.clone();
            other[broken] ^= 1;
            assertThat(Aggregate.parts(other)).as("byte %d", broken).isEmpty();
        }
        assertThat(Aggregate.parts(new byte[0])).isEmpty();
        assertThat(Aggregate.parts("{\"a\": 1}".getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
    }

    @Test
    void aSealOverNonsenseIsOneEventAsItIs() {
        for (String nonsense : List.of("1a05", "1a02" + "0800", "1a05" + "0807" + "1a0131", "1affffffffff", "ff")) {
            assertThat(Aggregate.parts(Aggregates.sealed(HexFormat.of().parseHex(nonsense))))
                    .as(nonsense)
                    .isEmpty();
        }
    }
}
