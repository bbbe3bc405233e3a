package dev.dromedary.kube;

import dev.dromedary.crd.Kind;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * Camel's {@code kube:} component: {@code kube:<plural>?workers=8&related=#name&signals=#name} gives one exchange for each
 * object of the kind that is new or changed, or of which a {@link Signal} was raised: one at a time for the same object, and
 * again after a growing wait where the route failed. The exchange's body is the object's {@link dev.dromedary.crd.Key}: a step
 * reads the newest state itself.
 *
 * <p>camel-kubernetes' custom-resource consumer is not used: it died for good on 410 Gone, and forgets what failed.
 */
public final class KubeComponent extends DefaultComponent {

    private final Resources resources;

    /** A component over these resources; add it to the context under the name {@code kube}. */
    public KubeComponent(Resources resources) {
        this.resources = resources;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        int workers = getAndRemoveParameter(parameters, "workers", Integer.class, 1);
        @SuppressWarnings("unchecked")
        List<Related> related = getAndRemoveOrResolveReferenceParameter(parameters, "related", List.class, List.of());
        @SuppressWarnings("unchecked")
        List<Signal> signals = getAndRemoveOrResolveReferenceParameter(parameters, "signals", List.class, List.of());
        return new KubeEndpoint(uri, this, new KubeEndpoint.Watch(Kind.ofPlural(remaining), related, signals, workers));
    }

    Resources resources() {
        return resources;
    }
}
