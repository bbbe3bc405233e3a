package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;
import java.util.Map;
import java.util.TreeMap;

/**
 * The Service a function is called through (contract: function.md 4.2). It selects this function's pods whatever the user
 * wrote besides: without a selector Kubeless left it without endpoints, and {@code created-by: kubeless} alone found the
 * pods of every function.
 */
public final class FunctionService {

    private FunctionService() {}

    /** What the Service should be. Without ports Kubeless took nothing else of it either. */
    public static Wanted of(ValidFunction function) {
        ServiceSettings settings = function.shape().service();
        ServiceSpec written = settings.written();
        boolean own = !written.getPorts().isEmpty();
        Map<String, String> selector = new TreeMap<>(own ? settings.selector() : Map.of());
        selector.putAll(function.selector());
        ServiceSpec spec = new ServiceSpecBuilder(own ? written : new ServiceSpec())
                .withType(own && written.getType() != null ? written.getType() : "ClusterIP")
                .withSelector(selector)
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
