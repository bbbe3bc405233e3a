package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import java.util.Map;

/**
 * The Service a function is called through (contract: function.md 4.2). Where the user's Service has ports but no
 * selector, it gets ours: Kubeless left such a Service without endpoints.
 */
public final class FunctionService {

    private FunctionService() {}

    /** What the Service should be. Without ports Kubeless took nothing else of it either. */
    public static Wanted of(ValidFunction function) {
        ServiceSettings settings = function.shape().service();
        ServiceSpec written = settings.written();
        boolean own = !written.getPorts().isEmpty();
        Map<String, String> selector = own ? written.getSelector() : null;
        ServiceSpec spec = new ServiceSpecBuilder(own ? written : new ServiceSpec())
                .withType(own && written.getType() != null ? written.getType() : "ClusterIP")
                .withSelector(selector == null || selector.isEmpty() ? function.selector() : selector)
                .withPorts(settings.ports())
                .build();
        return new Wanted.Present(
                Kind.SERVICE,
                new ServiceBuilder()
                        .withMetadata(SourceConfigMap.metadata(function))
                        .withSpec(spec)
                        .build());
    }
}
