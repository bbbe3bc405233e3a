package dev.dromedary.metrics;

import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Whether a caller may have what it asks for: the API server says so, and its word is kept for a few seconds, as Kubernetes' own
 * aggregated servers do.
 */
final class AccessReview implements MetricsApi.Access {

    private static final long KEPT_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final Vertx vertx;
    private final KubernetesClient client;
    private final Map<Question, Future<Boolean>> answers = new ConcurrentHashMap<>();

    AccessReview(Vertx vertx, KubernetesClient client) {
        this.vertx = vertx;
        this.client = client;
    }

    /**
     * A metric.
     *
     * @param series which one
     * @param namespace empty: of every namespace
     * @param resource the kind of the object, in the plural
     * @param name of the object; empty: of all
     */
    record Metric(Series series, String version, String namespace, String resource, String name) {

        Metric everywhere() {
            return new Metric(series, version, "", resource, "");
        }
    }

    private record Question(Caller caller, Metric metric) {}

    /** Whether the caller may; fails where the API server cannot be asked. */
    @Override
    public Future<Boolean> allows(Caller caller, Metric metric) {
        // Autoscalers may read every function's: one answer for all of them.
        return ask(new Question(caller, metric.everywhere()))
                .compose(all -> all ? Future.succeededFuture(true) : ask(new Question(caller, metric)));
    }

    private Future<Boolean> ask(Question question) {
        return answers.computeIfAbsent(question, asked -> {
            vertx.setTimer(KEPT_MILLIS, over -> answers.remove(asked));
            return vertx.executeBlocking(() -> review(asked), false).onFailure(trouble -> answers.remove(asked));
        });
    }

    private boolean review(Question question) {
        Caller caller = question.caller();
        SubjectAccessReview review = client.authorization()
                .v1()
                .subjectAccessReview()
                .create(new SubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withUser(caller.user())
                        .withGroups(caller.groups())
                        .withExtra(caller.extra())
                        .withResourceAttributes(attributes(question.metric()))
                        .endSpec()
                        .build());
        return Boolean.TRUE.equals(review.getStatus().getAllowed());
    }

    private static ResourceAttributes attributes(Metric metric) {
        return new ResourceAttributesBuilder()
                .withGroup(Discovery.GROUP)
                .withVersion(metric.version())
                .withNamespace(metric.namespace())
                .withResource(metric.resource())
                .withSubresource(metric.series().title())
                .withName(metric.name())
                .withVerb("get")
                .build();
    }
}
