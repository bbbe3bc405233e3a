package dev.dromedary.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.crd.Key;
import dev.dromedary.metrics.Pods.Pod;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsApiTest {

    private static final String GROUP = "/apis/custom.metrics.k8s.io";
    private static final String IN_FLIGHT = GROUP + "/%s/namespaces/ns/services/%s/function_requests_in_flight";
    private static final Caller ALICE = new Caller("alice", List.of(), Map.of());
    private static final MultiMap NOTHING = MultiMap.caseInsensitiveMultiMap();

    private Future<Activities> activities = Future.failedFuture("the API server is away");
    private final MetricsApi api = new MetricsApi(
            new MetricsApi.Rates() {
                @Override
                public OptionalDouble total(Key function) {
                    return function.equals(new Key("ns", "fn")) ? OptionalDouble.of(12.5) : OptionalDouble.empty();
                }

                @Override
                public Map<Pod, Double> each(String namespace) {
                    return Map.of(pod("fn-1", "fn"), 2.0, pod("other-1", "other"), 3.0);
                }
            },
            () -> activities,
            (caller, metric) -> Future.succeededFuture(!metric.namespace().equals("secret")),
            Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC));

    /** As k8s.io/metrics/pkg/apis/custom_metrics/v1beta2/types.go has it. */
    @Test
    void theTotalOfAFunctionInTheNewerForm() {
        assertThat(ok(GROUP + "/v1beta2/namespaces/ns/services/fn/function_calls"))
                .isEqualTo(
                        new JsonObject(
                                """
                {"kind": "MetricValueList", "apiVersion": "custom.metrics.k8s.io/v1beta2", "metadata": {}, "items": [
                  {"describedObject": {"kind": "Service", "namespace": "ns", "name": "fn", "apiVersion": "v1"},
                   "timestamp": "2026-01-02T03:04:05Z", "value": "12500m",
                   "metric": {"name": "function_calls"}, "windowSeconds": 30}]}"""));
    }

    /** As k8s.io/metrics/pkg/apis/custom_metrics/v1beta1/types.go has it. */
    @Test
    void andInTheOlder() {
        JsonObject item = ok(GROUP + "/v1beta1/namespaces/ns/services/fn/function_calls")
                .getJsonArray("items")
                .getJsonObject(0);
        assertThat(item.getString("metricName")).isEqualTo("function_calls");
        assertThat(item.getLong("window")).isEqualTo(30);
        assertThat(item.fieldNames()).doesNotContain("metric", "windowSeconds");
    }

    @Test
    void thePodsThatALabelSelects() {
        MultiMap query = MultiMap.caseInsensitiveMultiMap().add("labelSelector", "created-by=kubeless,function=fn");
        // As the API server sends it on.
        Reply reply = get(GROUP + "/v1beta2/namespaces/ns/pods/%2A/function_calls", query);
        assertThat(reply.body().getJsonArray("items")).hasSize(1);
        assertThat(reply.body().getJsonArray("items").getJsonObject(0).getJsonObject("describedObject"))
                .isEqualTo(new JsonObject(
                        "{\"kind\":\"Pod\",\"namespace\":\"ns\",\"name\":\"fn-1\",\"apiVersion\":\"v1\"}"));
        assertThat(get(GROUP + "/v1beta2/namespaces/ns/pods/other-1/function_calls", NOTHING)
                        .body()
                        .getJsonArray("items"))
                .hasSize(1);
    }

    @Test
    void whatIsInFlightIsOfAMoment() {
        activities = activities(new CopyAnswer.Said("a", calls(3)), new CopyAnswer.Said("b", calls(4)));
        assertThat(ok(IN_FLIGHT.formatted("v1beta2", "fn")))
                .isEqualTo(
                        new JsonObject(
                                """
                {"kind": "MetricValueList", "apiVersion": "custom.metrics.k8s.io/v1beta2", "metadata": {}, "items": [
                  {"describedObject": {"kind": "Service", "namespace": "ns", "name": "fn", "apiVersion": "v1"},
                   "timestamp": "2026-01-02T03:04:00Z", "value": "7",
                   "metric": {"name": "function_requests_in_flight"}, "windowSeconds": 0}]}"""));
        JsonObject older =
                ok(IN_FLIGHT.formatted("v1beta1", "fn")).getJsonArray("items").getJsonObject(0);
        assertThat(older.getString("metricName")).isEqualTo("function_requests_in_flight");
        assertThat(older.getLong("window")).isZero();
    }

    @Test
    void aFunctionThatNobodyCalledHasNothingInFlight() {
        activities = activities(new CopyAnswer.Said("a", calls(3)));
        assertThat(ok(IN_FLIGHT.formatted("v1beta2", "other"))
                        .getJsonArray("items")
                        .getJsonObject(0)
                        .getString("value"))
                .isEqualTo("0");
    }

    @Test
    void whatIsInFlightIsOfOneFunction() {
        activities = activities(new CopyAnswer.Said("a", calls(3)));
        assertThat(get(IN_FLIGHT.formatted("v1beta2", "*"), NOTHING).code()).isEqualTo(404);
    }

    @Test
    void whereACopyIsSilentNothingIsSaidOfWhatIsInFlight() {
        String path = IN_FLIGHT.formatted("v1beta2", "fn");
        activities = activities(new CopyAnswer.Said("a", calls(3)), new CopyAnswer.Silent("b", "away"));
        assertThat(get(path, NOTHING).code()).isEqualTo(503);
        assertThat(get(path, NOTHING).body().getString("message")).contains("b=away");
        activities = activities();
        assertThat(get(path, NOTHING).body().getString("message")).contains("no copy");
        activities = Future.failedFuture("the API server is away");
        assertThat(get(path, NOTHING).code()).isEqualTo(503);
        assertThat(get(path.replace("/ns/", "/secret/"), NOTHING).code()).isEqualTo(403);
    }

    private static Future<Activities> activities(CopyAnswer... answers) {
        return Future.succeededFuture(Activities.of(Instant.parse("2026-01-02T03:04:00Z"), List.of(answers)));
    }

    private static Map<Key, Activity> calls(int inFlight) {
        return Map.of(new Key("ns", "fn"), new Activity(inFlight, 1, Instant.EPOCH));
    }

    @Test
    void aSelectorThatWeCannotReadIsRefused() {
        MultiMap query = MultiMap.caseInsensitiveMultiMap().add("labelSelector", "function in (a,b)");
        assertThat(get(GROUP + "/v1beta2/namespaces/ns/pods/*/function_calls", query)
                        .code())
                .isEqualTo(400);
    }

    @Test
    void whoMayNotIsToldSoAndWhatIsUnknownIsMissing() {
        assertThat(get(GROUP + "/v1beta2/namespaces/secret/services/fn/function_calls", NOTHING)
                        .code())
                .isEqualTo(403);
        Reply missing = get(GROUP + "/v1beta2/namespaces/ns/services/nobody/function_calls", NOTHING);
        assertThat(missing.code()).isEqualTo(404);
        assertThat(missing.body().getString("kind")).isEqualTo("Status");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/metrics",
                GROUP + "/v1",
                GROUP + "/v1beta2/",
                GROUP + "/v1beta2/namespaces/ns/services/fn/other",
                GROUP + "/v1beta2/namespaces/ns/ingresses/fn/function_calls",
                GROUP + "/v1beta2/services/fn/function_calls",
                GROUP + "/v1beta2/namespaces/ns/pods/fn-1/function_requests_in_flight",
                GROUP + "/v1beta2/namespaces/ns/services/%2e%2e/function_calls",
                GROUP + "/v1beta2/namespaces/ns/services/%zz/function_calls",
                GROUP + "/v1beta2/namespaces/ns%2fservices%2ffn/services/fn/function_calls"
            })
    void anywhereElseIsNothing(String path) {
        assertThat(get(path, NOTHING).code()).isEqualTo(404);
    }

    @Test
    void whatThereIsIsFoundOut() {
        assertThat(ok("/apis").getJsonArray("groups").getJsonObject(0).getString("name"))
                .isEqualTo("custom.metrics.k8s.io");
        assertThat(ok(GROUP).getJsonObject("preferredVersion").getString("version"))
                .isEqualTo("v1beta2");
        JsonObject resources = ok(GROUP + "/v1beta1");
        assertThat(resources.getString("groupVersion")).isEqualTo("custom.metrics.k8s.io/v1beta1");
        assertThat(resources.getJsonArray("resources"))
                .extracting(resource -> ((JsonObject) resource).getString("name"))
                .containsExactly(
                        "services/function_calls", "pods/function_calls", "services/function_requests_in_flight");
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "12, 12", "12.5, 12500m", "0.0004, 0", "0.0005, 1m", "1234567.8912, 1234567891m"})
    void valuesAreInThousandths(double value, String quantity) {
        assertThat(MetricValues.quantity(value)).isEqualTo(quantity);
    }

    private JsonObject ok(String path) {
        Reply reply = get(path, NOTHING);
        assertThat(reply.code()).isEqualTo(200);
        return reply.body();
    }

    private Reply get(String path, MultiMap query) {
        return api.get(ALICE, path, query).result();
    }

    private static Pod pod(String name, String function) {
        return new Pod(name, name, Map.of("created-by", "kubeless", "function", function), Optional.empty(), 8080);
    }
}
