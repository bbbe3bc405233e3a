package dev.dromedary.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubsetTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1                             | {a: 1, b: 2}                                  | true",
                "a: {b: x}                        | {a: {b: x, c: y}}                             | true",
                "a: {b: x}                        | {a: {b: z}}                                   | false",
                "a: {}                            | {b: 1}                                        | true",
                "a: []                            | {b: 1}                                        | true",
                "a: 1                             | {b: 1}                                        | false",
                "c: [{name: m, image: i}]         | {c: [{name: sidecar}, {name: m, image: i, x: 1}]} | true",
                "c: [{name: m, image: i}]         | {c: [{name: m, image: other}]}                | false",
                "c: [{name: m}, {name: n}]        | {c: [{name: m}]}                              | false",
                "p: [{containerPort: 8080}]       | {p: [{containerPort: 8080, protocol: TCP}]}   | true",
                "p: [{containerPort: 8080}]       | {p: [{containerPort: 8080}, {containerPort: 1}]} | false",
                "cpu: '0.5'                       | {cpu: 500m}                                   | true",
                "memory: 1Gi                      | {memory: 1024Mi}                              | true",
                "cpu: '0.5'                       | {cpu: 400m}                                   | false",
                "port: 8080                       | {port: '8080'}                                | true"
            })
    void holdsWhereEverythingWantedIsThere(String wanted, String actual, boolean holds) throws IOException {
        assertThat(Subset.holds(tree(wanted), tree(actual))).isEqualTo(holds);
    }

    private static JsonNode tree(String yaml) throws IOException {
        return new YAMLMapper().readTree(yaml);
    }
}
