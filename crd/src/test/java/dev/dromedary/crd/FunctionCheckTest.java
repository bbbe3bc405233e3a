package dev.dromedary.crd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionCheckTest {

    private static final Catalogue CATALOGUE =
            Catalogue.parse("[{ID: python, depName: requirements.txt, fileNameSuffix: .py, versions: [{version: '3.11',"
                    + " images: [{phase: runtime, image: i}]}]}]");

    @Test
    void aPlainFunctionHasNoProblem() {
        assertThat(FunctionCheck.problems("hello", spec("hello.run", "python3.11", "", "x"), CATALOGUE))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "hello, nodot, python3.11, '', x, spec.handler, InvalidSpec",
        "hello, a.b.c, python3.11, '', x, spec.handler, InvalidSpec",
        "hello, ../up.run, python3.11, '', x, spec.handler, InvalidSpec",
        "hello, '', python3.11, '', x, spec.handler, InvalidSpec",
        "hello, hello.run, cobol1, '', x, spec.runtime, UnknownRuntime",
        "hello, hello.run, python3.11, base64, '%%', spec.function, InvalidSpec",
        "hello, hello.run, python3.11, '', '', spec.function, InvalidSpec",
        "hello, hello.run, python3.11, url+zip, x, spec.function, InvalidSpec",
        "hello, hello.run, python3.11, url, 'file:///etc/passwd', spec.function, InvalidSpec",
        "hello, hello.run, python3.11, url, 'http:///nohost', spec.function, InvalidSpec",
        "hello, hello.run, python3.11, zip+base64, x, spec.function-content-type, InvalidSpec",
        "hello, 'hello.$(reboot)', python3.11, '', x, spec.handler, InvalidSpec",
        "hello, 'hello.a;b', python3.11, '', x, spec.handler, InvalidSpec",
        "1hello, hello.run, python3.11, '', x, metadata.name, InvalidSpec",
        "he.llo, hello.run, python3.11, '', x, metadata.name, InvalidSpec"
    })
    void eachMistakeIsNamedWithItsField(ArgumentsAccessor given) {
        FunctionSpec spec = spec(given.getString(1), given.getString(2), given.getString(3), given.getString(4));
        List<Problem> problems = FunctionCheck.problems(given.getString(0), spec, CATALOGUE);
        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.field()).isEqualTo(given.getString(5));
            assertThat(problem.reason()).isEqualTo(given.get(6, Reason.class));
            assertThat(problem.remedy()).isNotBlank();
        });
    }

    @Test
    void theSourceOfABase64FunctionIsTheDecodedFile() {
        FunctionSource source = FunctionSource.of(
                spec("hello.run", "python3.7", "base64", "aGVs\nbG8="),
                CATALOGUE.find("python3.7").orElseThrow().runtime());
        assertThat(new String(source.content(), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("hello");
        assertThat(source.configMapData())
                .containsEntry("handler", "hello.run")
                .containsEntry("hello.py", "aGVs\nbG8=")
                .containsEntry("requirements.txt", "");
    }

    private static FunctionSpec spec(String handler, String runtime, String type, String function) {
        return new FunctionSpec(handler, function, type, null, runtime, null, null, null, null, null);
    }
}
