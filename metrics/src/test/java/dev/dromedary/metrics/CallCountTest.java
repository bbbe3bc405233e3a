package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallCountTest {

    @Test
    void allMethodsCountTogetherAndNothingElseDoes() {
        assertThat(
                        CallCount.in(
                                """
                        # HELP function_calls_total Number of calls to user function
                        # TYPE function_calls_total counter
                        function_calls_total{method="GET"} 12
                        function_calls_total{method="P} OST"} 3.5e1 1700000000000
                        function_calls_total_created{method="GET"} 1000
                        function_failures_total{method="GET"} 1000
                        function_calls_total 1
                        """))
                .hasValue(48);
    }

    @Test
    void beforeTheFirstCallThereAreNone() {
        assertThat(CallCount.in("# HELP function_calls_total Calls\n# TYPE function_calls_total counter\n"))
                .hasValue(0);
    }

    @Test
    void aTextWithoutCallsSaysNothing() {
        assertThat(CallCount.in("")).isEmpty();
        assertThat(CallCount.in("<html>function_calls_total 3</html>")).isEmpty();
        assertThat(CallCount.in("function_calls_total")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "+Inf", "-1", "many", "", "{", "0x"})
    void whatIsNoCountCountsForNothing(String value) {
        assertThat(CallCount.in("function_calls_total{a=\"b\"} " + value + "\nfunction_calls_total 2"))
                .hasValue(2);
    }
}
