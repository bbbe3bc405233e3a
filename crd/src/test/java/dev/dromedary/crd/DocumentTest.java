package dev.dromedary.crd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {a: true, b: ~, c: [1, -2, 1.5]}   | {"a":true,"b":null,"c":[1,-2,1.5]}
            {a: yes, b: on, c: 010, d: 1:30}   | {"a":"yes","b":"on","c":"010","d":"1:30"}
            {a: '1', b: "true", c: !!str 5}    | {"a":"1","b":"true","c":"5"}
            {a: 2026-01-01, b: 1_000}          | {"a":"2026-01-01","b":"1_000"}
            [&x {k: v}, *x]                    | [{"k":"v"},{"k":"v"}]
            ''                                 | null
            """)
    void isReadAsATree(String text, String json) {
        Document document = Document.parse(text, "key");
        assertThat(document.problems()).isEmpty();
        assertThat(document.tree().toString()).isEqualTo(json);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            {a: 1, a: 2}             | key.a: stands twice, again at line 1, column 8
            [{b: {c: 1, c: 1}}]      | key[0].b.c: stands twice, again at line 1, column 13
            {a: [}                   | key: is no YAML or JSON at line 1, column 6
            {[x]: 1}                 | key: has a key that is no text at line 1, column 2
            """)
    void aMistakeIsFoundWithItsPlace(String text, String message) {
        assertThat(Document.parse(text, "key").problems())
                .singleElement()
                .asString()
                .contains(message);
    }

    @Test
    void jsonMayBeIndentedByTabs() {
        Document document = Document.parse("[\n\t{\"a\":\t1}\n]", "key");
        assertThat(document.problems()).isEmpty();
        assertThat(document.tree().toString()).isEqualTo("[{\"a\":1}]");
    }

    @Test
    void manyAliasesAreNoHugeTree() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i < 30; i++) {
            bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
        }
        assertThat(Document.parse(bomb.toString(), "key").problems())
                .singleElement()
                .asString()
                .contains("aliases");
    }

    @Test
    void whatHoldsItselfIsRefused() {
        assertThat(Document.parse("&a [*a]", "key").problems())
                .singleElement()
                .asString()
                .contains("contains itself");
    }
}
