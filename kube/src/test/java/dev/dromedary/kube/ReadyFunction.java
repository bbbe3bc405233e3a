package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;

/** A Function on a real API server whose only pod is a server of the test, as the reconciler and Kubernetes would have it. */
public final class ReadyFunction {

    private ReadyFunction() {}

    /** Makes one that answers at this port of {@link OwnAddress}; or has it answer there from now on. */
    public static void make(KubernetesClient client, Key key, int port) {
        String function = "apiVersion: kubeless.io/v1beta1\nkind: Function\nmetadata: {name: " + key.name()
                + ", namespace: " + key.namespace() + "}\n";
        client.resource(Yaml.object(function + "spec: {handler: hello.run}")).serverSideApply();
        client.resource(Yaml.object(function + "status: {readyReplicas: 1}"))
                .subresource("status")
                .patch(PatchContext.of(PatchType.SERVER_SIDE_APPLY));
        client.resource(Yaml.object(
                        """
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                addressType: IPv4
                metadata:
                  name: %1$s
                  namespace: %2$s
                  labels: {created-by: kubeless, kubernetes.io/service-name: %1$s}
                ports: [{name: http, port: %3$d}]
                endpoints: [{addresses: [%4$s], conditions: {ready: true}}]
                """
                                .formatted(
                                        key.name(),
                                        key.namespace(),
                                        port,
                                        OwnAddress.get().getHostAddress())))
                .serverSideApply();
    }
}
