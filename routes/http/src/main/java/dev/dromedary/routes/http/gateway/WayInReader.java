package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.HTTPTriggerSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.ObjectName;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.routes.core.invoke.Patience;
import dev.dromedary.routes.http.gateway.WayIn.Address;
import dev.dromedary.routes.http.gateway.WayIn.Certificate;
import dev.dromedary.routes.http.gateway.WayIn.Silence;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads what an HTTPTrigger says of its way in: {@code gateway}, {@code tls}, {@code tls-secret} and what these rest on. */
public final class WayInReader {

    private static final String GATEWAY = "spec.gateway";
    private static final String TLS = "spec.tls";
    private static final String TLS_SECRET = "spec.tls-secret";

    /** About the object that they stand on, not about what is made of it. */
    private static final String APPLIED_BY_KUBECTL = "kubectl.kubernetes.io/last-applied-configuration";

    private static final String OURS = "dromedary.dev/";

    /** Where the trigger says nothing it is the function's own time-out, which may be any. */
    private static final Duration RESPONSE = Duration.ofHours(1);

    /** So that it is the router that says what took too long. */
    private static final Duration LATER = Duration.ofSeconds(5);

    private WayInReader() {}

    /**
     * The way in; no value where there is none, or where a problem stands in the way.
     *
     * @param spec host and path are taken as they are: whoever serves the trigger has checked them
     * @param patience how long the router waits
     * @return fields without effect are among the unknown ones
     */
    public static Reading<WayIn> read(HTTPTriggerSpec spec, ObjectMeta metadata, Patience patience) {
        String text = given(spec.gateway()).orElse("");
        Optional<Gateway> gateway = Gateway.of(text);
        List<Problem> problems = new ArrayList<>(tlsProblems(spec, gateway));
        if (!text.isEmpty() && gateway.isEmpty()) {
            problems.add(Problem.invalid(
                    GATEWAY, "'" + text + "' is no gateway that this version knows: " + Gateway.REMEDY));
        }
        return new Reading<>(
                gateway.filter(known -> problems.isEmpty())
                        .map(known -> wayIn(spec, metadata, known, silence(patience))),
                List.copyOf(problems),
                withoutEffect(spec, text, gateway));
    }

    private static WayIn wayIn(HTTPTriggerSpec spec, ObjectMeta metadata, Gateway gateway, Silence longest) {
        return new WayIn(
                new Key(metadata.getNamespace(), metadata.getName()),
                metadata.getUid(),
                gateway,
                address(spec),
                gateway instanceof Gateway.Controller ? certificate(spec, metadata) : Optional.empty(),
                Map.copyOf(metadata.getLabels() == null ? Map.of() : metadata.getLabels()),
                annotations(metadata),
                longest);
    }

    private static Address address(HTTPTriggerSpec spec) {
        boolean exact = "Exact".equals(spec.pathType());
        String bare = given(spec.path()).orElse("").replaceAll("^/+", "");
        return new Address(given(spec.hostName()).orElse(""), "/" + (exact ? bare : bare.replaceAll("/+$", "")), exact);
    }

    private static Optional<Certificate> certificate(HTTPTriggerSpec spec, ObjectMeta metadata) {
        return isTls(spec)
                ? Optional.of(new Certificate(metadata.getName() + "-tls", true))
                : given(spec.tlsSecret()).map(secret -> new Certificate(secret, false));
    }

    private static Map<String, String> annotations(ObjectMeta metadata) {
        Map<String, String> annotations =
                new TreeMap<>(metadata.getAnnotations() == null ? Map.of() : metadata.getAnnotations());
        annotations.keySet().removeIf(name -> name.equals(APPLIED_BY_KUBECTL) || name.startsWith(OURS));
        return Map.copyOf(annotations);
    }

    private static Silence silence(Patience patience) {
        Duration begin = patience.ready().plus(patience.response().orElse(RESPONSE));
        Duration idle = patience.idle();
        return new Silence((begin.compareTo(idle) > 0 ? begin : idle).plus(LATER), idle.plus(LATER));
    }

    private static List<Problem> tlsProblems(HTTPTriggerSpec spec, Optional<Gateway> gateway) {
        List<Problem> problems = new ArrayList<>();
        Optional<String> secret = given(spec.tlsSecret());
        secret.flatMap(ObjectName::trouble).ifPresent(trouble -> problems.add(Problem.invalid(TLS_SECRET, trouble)));
        if (isTls(spec) && secret.isPresent()) {
            problems.add(Problem.invalid(
                    TLS,
                    "and spec.tls-secret exclude each other: leave tls for a certificate that an ACME tool makes, or"
                            + " tls-secret for one that you have"));
        }
        boolean anyHost = given(spec.hostName()).isEmpty();
        if (isTls(spec)
                && anyHost
                && gateway.filter(Gateway.Controller.class::isInstance).isPresent()) {
            problems.add(Problem.invalid(TLS, "needs spec.host-name: a certificate is made for a host"));
        }
        return problems;
    }

    /** Only an Ingress takes a certificate, and the router's own listener one that is there: a Gateway's listener has its own. */
    private static List<String> withoutEffect(HTTPTriggerSpec spec, String text, Optional<Gateway> gateway) {
        if (gateway.map(Gateway.Controller.class::isInstance).orElse(!text.isEmpty())) {
            return List.of();
        }
        List<String> fields = new ArrayList<>();
        if (isTls(spec)) {
            fields.add(TLS);
        }
        if (gateway.isPresent()) {
            given(spec.tlsSecret()).ifPresent(secret -> fields.add(TLS_SECRET));
        }
        return List.copyOf(fields);
    }

    private static boolean isTls(HTTPTriggerSpec spec) {
        return Boolean.TRUE.equals(spec.tls());
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(there -> !there.isEmpty());
    }
}
