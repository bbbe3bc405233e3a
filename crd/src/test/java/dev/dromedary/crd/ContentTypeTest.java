package dev.dromedary.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.ContentType.Archive;
import dev.dromedary.crd.ContentType.Base;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContentTypeTest {

    @ParameterizedTest
    @CsvSource({
        "'', TEXT, NONE, false",
        "text, TEXT, NONE, false",
        "base64, BASE64, NONE, false",
        "url, URL, NONE, false",
        "base64+zip, BASE64, ZIP, false",
        "url+zip, URL, ZIP, false",
        "base64+compressedtar, BASE64, COMPRESSEDTAR, false",
        "url+compressedtar+deps, URL, COMPRESSEDTAR, true",
        "base64+zip+deps, BASE64, ZIP, true",
        "text+zip, BASE64, ZIP, false"
    })
    void kubelessTypesAreRead(String text, Base base, Archive archive, boolean deps) {
        assertThat(ContentType.parse(text)).contains(new ContentType(base, archive, deps));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zip", "base64+gzip", "deps", "URL", "base64 ", "text+zip+compressedtar", "url+deps+zip"})
    void anythingElseIsNone(String text) {
        assertThat(ContentType.parse(text)).isEmpty();
    }
}
