package dev.dromedary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.e2e.AuditLog.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** At rest the API server hears next to nothing of us; and we may do nothing there that we do not do. The last of the walks. */
@Order(Integer.MAX_VALUE)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Isolated("counts what the programs ask")
class QuietWalkIT {

    private static final Duration WINDOW = Duration.ofSeconds(70);
    private static final Duration SETTLED = Duration.ofSeconds(10);
    private static final Duration BETWEEN_LISTS = Duration.ofSeconds(49);

    /** How much the source holds that no compression makes smaller: more than the metadata of all that is there. */
    private static final int NOISE_BYTES = 100_000;

    /** The API server's count of lists, of all and of those that are no longer than that. */
    private static final Pattern LISTS = Pattern.compile("apiserver_response_sizes_(count|bucket)"
            + "\\{[^}]*resource=\"(?:functions|configmaps)\",scope=\"cluster\"[^}]*verb=\"LIST\","
            + "version=\"[^\"]*\"(?:,le=\"" + NOISE_BYTES + "\")?\\} (\\d+)");

    private static final String AUTOSCALER =
            """
              horizontalPodAutoscaler:
                metadata: {name: quiet}
                spec:
                  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: quiet}
                  maxReplicas: 1
                  metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 80}}]
            """;

    /** On offer to functions: the one right of the reconciler's that only such a function shows. */
    private static final String ACCOUNT =
            """
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: quiet, annotations: {dromedary.dev/functions: "true"}}
            """;

    /** Named by a trigger: the one right of the router's that only such a trigger shows. */
    private static final String SECRET =
            """
            apiVersion: v1
            kind: Secret
            metadata: {name: quiet}
            data: {caller: cXVpZXQ=}
            """;

    private static final String TRIGGERS =
            """
            apiVersion: kubeless.io/v1beta1
            kind: HTTPTrigger
            metadata: {name: quiet}
            spec: {function-name: quiet, host-name: quiet.example.com}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: HTTPTrigger
            metadata: {name: quiet-callers}
            spec: {function-name: quiet, host-name: callers.example.com, auth: {apiKeys: {secret: quiet}}}
            ---
            apiVersion: kubeless.io/v1beta1
            kind: CronJobTrigger
            metadata: {name: quiet}
            spec: {function-name: quiet, schedule: "0 0 1 1 *"}
            """;

    private final Cluster cluster = new Cluster();
    private final AuditLog log = AuditLog.ofPrograms("kubeless");
    private final String function =
            """
            apiVersion: kubeless.io/v1beta1
            kind: Function
            metadata: {name: quiet}
            spec:
              handler: quiet.run
              runtime: python3.11
              function: "def run(event, context): return 'quiet' # %s"
              deployment: {spec: {template: {spec: {serviceAccountName: quiet}}}}
            """
                    .formatted(noise());

    @BeforeAll
    void come() {
        cluster.apply(ACCOUNT);
        cluster.apply(SECRET);
        cluster.apply(function + AUTOSCALER);
        cluster.apply(TRIGGERS);
        cluster.awaitReady("quiet");
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(cluster.get("quiet.example.com", "/"))
                .isEqualTo("200 quiet"));
        await().atMost(Cluster.SOON).untilAsserted(() -> assertThat(cluster.get("callers.example.com", "/"))
                .startsWith("401"));
    }

    @AfterAll
    void leave() {
        cluster.close();
    }

    @Test
    @Order(1)
    void atRestNothingIsWrittenAndLittleIsRead() {
        await("what came before has settled")
                .atMost(Cluster.SOON)
                .until(() -> writes(Instant.now().minus(SETTLED)).isEmpty());
        Instant begin = Instant.now();
        long before = wholeLists();
        await("nothing is written")
                .pollInterval(Duration.ofSeconds(5))
                .atMost(WINDOW.plusSeconds(20))
                .during(WINDOW)
                .untilAsserted(() -> assertThat(writes(begin)).isEmpty());
        List<Request> lists = log.since(begin).stream().filter(Request::isList).toList();
        assertThat(lists).isNotEmpty();
        assertThat(lists.stream().collect(Collectors.groupingBy(list -> list.pod() + " " + list.uri())))
                .allSatisfy((kind, times) -> assertThat(isSeldom(times)).isTrue());
        assertThat(wholeLists() - before).isLessThanOrEqualTo(listsOfOthers(begin));
    }

    @Test
    @Order(2)
    void anAutoscalerThatIsNoLongerWantedGoes() {
        assertThat(autoscalers()).hasSize(1);
        cluster.apply(function);
        await().atMost(Cluster.SOON).until(() -> autoscalers().isEmpty());
    }

    /** Of all walks of this run: each shows some of what its program may do. */
    @ParameterizedTest
    @Order(3)
    @ValueSource(strings = {"kubeless-reconciler", "kubeless-router"})
    void noRightIsGrantedThatIsNotUsed(String program) {
        Set<Right> granted = new HashSet<>(Right.granted(cluster.client(), program));
        assertThat(granted).isNotEmpty();
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(used(program)).containsAll(granted));
    }

    private Set<Right> used(String program) {
        return log.all().stream()
                .filter(request -> request.program().equals(program))
                .filter(Request::isAllowed)
                .flatMap(Request::rights)
                .collect(Collectors.toSet());
    }

    private List<Request> writes(Instant begin) {
        return log.since(begin).stream()
                .filter(Request::isWrite)
                .filter(request -> !request.rights()
                        .allMatch(right -> right.resource().equals("leases")
                                && request.namespace().equals("kubeless")))
                // A question in the form of a write.
                .filter(request ->
                        !request.rights().allMatch(right -> right.resource().equals("subjectaccessreviews")))
                .toList();
    }

    private static boolean isSeldom(List<Request> lists) {
        for (int i = 1; i < lists.size(); i++) {
            Instant earliest = lists.get(i - 1).received().plus(BETWEEN_LISTS);
            if (lists.get(i).received().isBefore(earliest)) {
                return false;
            }
        }
        return true;
    }

    /** How many lists there have been of the kinds that hold the source, with the source in them: not of metadata only. */
    private long wholeLists() {
        return LISTS.matcher(cluster.client().raw("/metrics"))
                .results()
                .mapToLong((MatchResult series) ->
                        Long.parseLong(series.group(2)) * (series.group(1).equals("count") ? 1 : -1))
                .sum();
    }

    private static long listsOfOthers(Instant begin) {
        return AuditLog.ofLists().since(begin.minusSeconds(1)).stream()
                .filter(list -> !list.pod().startsWith("kubeless-"))
                .filter(list -> list.uri().matches("(/api/v1/configmaps|/apis/kubeless.io/v1beta1/functions)(\\?.*)?"))
                .count();
    }

    private Collection<?> autoscalers() {
        return cluster.client()
                .autoscaling()
                .v2()
                .horizontalPodAutoscalers()
                .inNamespace(cluster.namespace())
                .list()
                .getItems();
    }

    private static String noise() {
        byte[] bytes = new byte[NOISE_BYTES];
        new Random(1).nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
