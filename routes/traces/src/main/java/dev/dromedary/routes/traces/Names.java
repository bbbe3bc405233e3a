package dev.dromedary.routes.traces;

import static io.opentelemetry.api.common.AttributeKey.doubleKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;

/** What attributes are called: OpenTelemetry's stable names for HTTP, and our own. */
final class Names {

    static final AttributeKey<String> METHOD = stringKey("http.request.method");
    static final AttributeKey<String> METHOD_AS_SENT = stringKey("http.request.method_original");
    static final AttributeKey<Long> RESENT = longKey("http.request.resend_count");
    static final AttributeKey<Long> STATUS = longKey("http.response.status_code");
    static final AttributeKey<String> ROUTE = stringKey("http.route");
    static final AttributeKey<String> PATH = stringKey("url.path");
    static final AttributeKey<String> SCHEME = stringKey("url.scheme");
    static final AttributeKey<String> SERVER = stringKey("server.address");
    static final AttributeKey<Long> PORT = longKey("server.port");
    static final AttributeKey<String> CLIENT = stringKey("client.address");
    static final AttributeKey<String> USER_AGENT = stringKey("user_agent.original");
    static final AttributeKey<String> PROTOCOL = stringKey("network.protocol.version");
    static final AttributeKey<String> ERROR = stringKey("error.type");

    static final AttributeKey<String> TRIGGER = stringKey("dromedary.trigger");
    static final AttributeKey<String> FUNCTION = stringKey("dromedary.function");
    static final AttributeKey<String> REQUEST = stringKey("dromedary.request.id");
    static final AttributeKey<String> EVENT = stringKey("dromedary.event.id");
    /** Seconds. */
    static final AttributeKey<Double> WAITED = doubleKey("dromedary.pod.wait");

    /** The event of having waited for a pod. */
    static final String WAIT = "dromedary.pod.wait";

    private Names() {}
}
