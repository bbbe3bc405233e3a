package dev.dromedary.reconciler;

import dev.dromedary.kube.RealApiServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/** The whole reconciler for one namespace, without Quarkus around it: a test can stop it and start it again. */
final class RunningReconciler implements AutoCloseable {

    private final CamelContext camel = new DefaultCamelContext();
    private final Vertx vertx = Vertx.vertx();
    private final Wiring wiring;

    /** The settings of a copy that is installed in the namespace whose Functions it looks after. */
    private record Settings(String namespace) implements ReconcilerConfig {

        @Override
        public String config() {
            return "kubeless-config";
        }

        @Override
        public String functionsNamespace() {
            return namespace;
        }

        @Override
        public String identity() {
            return "under-test";
        }

        @Override
        public int workers() {
            return 2;
        }

        @Override
        public boolean customMetrics() {
            return false;
        }

        @Override
        public int customMetricsPort() {
            return 0;
        }
    }

    private RunningReconciler(String namespace) {
        wiring = new Wiring(camel, vertx, Router.router(vertx), new SimpleMeterRegistry(), new Settings(namespace));
    }

    static RunningReconciler start(RealApiServer server, String namespace) throws Exception {
        String before = System.setProperty("kubeconfig", server.kubeconfig().toString());
        try {
            RunningReconciler reconciler = new RunningReconciler(namespace);
            reconciler.camel.start();
            reconciler.wiring.start(null);
            return reconciler;
        } finally {
            if (before == null) {
                System.clearProperty("kubeconfig");
            } else {
                System.setProperty("kubeconfig", before);
            }
        }
    }

    @Override
    public void close() {
        wiring.stop(null);
        camel.stop();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
