package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Wanted;
import dev.dromedary.reconciler.ValidFunction;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.ServiceSpecBuilder;

/**
 * The Service a function is called through (contract: function.md 4.2). Where the user's Service has ports but no
 * selector, it gets ours: Kubeless left such a Service without endpoints.
 */
public final class FunctionService {

    private FunctionService() {}

    /** What the Service should be. */
    public static Wanted of(ValidFunction function) {
        Ports ports = function.shape().ports();
        ServiceSpec spec = new ServiceSpecBuilder()
                .withType(ports.type())
                .withClusterIP(ports.headless() ? "None" : null)
                .withSelector(ports.selector().isEmpty() ? function.selector() : ports.selector())
                .withPorts(ports.ports())
                .build();
        return new Wanted.Present(
                Kind.SERVICE,
                new ServiceBuilder()
                        .withMetadata(SourceConfigMap.metadata(function))
                        .withSpec(spec)
                        .build());
    }
}
