package dev.dromedary.routes.app;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/** Quarkus' HTTP server, on the management port: Camel's platform-http serves by it, for which there is no extension here. */
@ApplicationScoped
class Management {

    private final CamelContext camel;

    @Inject
    Management(CamelContext camel, Vertx vertx, Router router) {
        this.camel = camel;
        camel.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new VertxPlatformHttpEngine());
        camel.getRegistry()
                .bind(
                        VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO,
                        new VertxPlatformHttpRouter(null, vertx, router, ""));
    }

    /** Has routes served that begin with {@code platform-http:}. */
    void serve(RouteBuilder routes) throws Exception {
        camel.addRoutes(routes);
    }
}
