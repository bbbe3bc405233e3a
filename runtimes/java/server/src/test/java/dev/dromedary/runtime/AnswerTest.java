package dev.dromedary.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.dromedary.runtime.Answer.Pieces;
import dev.dromedary.runtime.Answer.Whole;
import io.kubeless.Event.Response;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AnswerTest {

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Made(String text, int[] numbers) {}

    @Test
    void textNumbersAndTruthAreText() {
        assertThat(body("é")).isEqualTo("é");
        assertThat(body(1.5)).isEqualTo("1.5");
        assertThat(body(true)).isEqualTo("true");
        assertThat(body(null)).isEmpty();
    }

    @Test
    void structuresAreJson() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("text", "a\"\\\n\u0001é😀");
        object.put("list", Arrays.asList(1, 2L, true, null, Double.NaN));
        object.put("made", new Made("x", new int[] {1, 2}));
        assertThat(body(object))
                .isEqualTo("{\"text\":\"a\\\"\\\\\\n\\u0001é\\ud83d\\ude00\",\"list\":[1,2,true,null,null],"
                        + "\"made\":{\"text\":\"x\",\"numbers\":[1,2]}}");
        assertThat(Answer.of(Map.of()).type()).isEqualTo("application/json");
        assertThat(body(List.of())).isEqualTo("[]");
        assertThat(body(Map.of())).isEqualTo("{}");
    }

    @Test
    void streamsComePieceByPiece() {
        assertThat(pieces(Stream.of("a", 1, "b".getBytes(StandardCharsets.UTF_8))))
                .containsExactly("a", "1", "b");
        assertThat(pieces(new ByteArrayInputStream(new byte[20_000]))).hasSize(3);
    }

    @Test
    void aResponseHasAStatusAndHeadersOfItsOwn() {
        Answer answer = Answer.of(Response.of("made").withStatus(201).with("X-Made", "yes"));
        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.headers()).containsEntry("x-made", "yes");
    }

    @Test
    void whatCannotBeSentIsTheFunctionsMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> Answer.of(new Object()));
        assertThatIllegalArgumentException().isThrownBy(() -> Answer.of(List.of(new Object())));
        assertThatIllegalArgumentException().isThrownBy(() -> Response.of("").withStatus(99));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Answer.of(Response.of("").with("X", "a\r\nSet-Cookie: b")));
    }

    private static String body(Object result) {
        return new String(((Whole) Answer.of(result).body()).bytes(), StandardCharsets.UTF_8);
    }

    private static List<String> pieces(Object result) {
        List<String> all = new java.util.ArrayList<>();
        ((Pieces) Answer.of(result).body())
                .pieces()
                .forEachRemaining(piece -> all.add(new String(piece, StandardCharsets.UTF_8)));
        return all;
    }
}
