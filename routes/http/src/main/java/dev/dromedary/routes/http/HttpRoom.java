package dev.dromedary.routes.http;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.FunctionName;
import dev.dromedary.crd.HTTPTriggerSpec;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.http.auth.AuthPlan;
import dev.dromedary.routes.http.auth.AuthReader;
import dev.dromedary.routes.http.auth.Gates;
import dev.dromedary.routes.http.gateway.GatewayDoor;
import dev.dromedary.routes.http.gateway.WayIn;
import dev.dromedary.routes.http.gateway.WayInReader;
import dev.dromedary.routes.http.rules.Rules;
import dev.dromedary.routes.http.rules.RulesReader;
import dev.dromedary.routes.http.tls.Certificates;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.builder.RouteBuilder;

/** HTTPTrigger: requests for a host and path are answered by a function (contract: triggers.md 2). */
public final class HttpRoom implements Room<HttpPlan> {

    private static final Pattern HOST = Pattern.compile("([*][.])?([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?");
    private static final Set<String> PATH_TYPES = Set.of("", "Prefix", "Exact");
    private static final Pattern PATH = Pattern.compile("[^?#\\s\\\\]*");

    private final Check check;
    private final AuthReader auth;
    private final Attendants attendants;

    private HttpRoom(Check check, AuthReader auth, Attendants attendants) {
        this.check = check;
        this.auth = auth;
        this.attendants = attendants;
    }

    /**
     * What HTTPTriggers are served with.
     *
     * @param listener requests come in by it
     * @param gates asks callers who they are
     * @param certificates shown by the listener; empty: it has no port for TLS
     * @param ways keeps what leads the cluster's own gateway to the router; empty: nobody does
     */
    public record Means(
            HttpListener listener, Gates gates, Optional<Certificates> certificates, Optional<GatewayDoor> ways) {

        /** Without a cluster. */
        public Means(HttpListener listener, Gates gates) {
            this(listener, gates, Optional.empty(), Optional.empty());
        }
    }

    /** Opens the room: from now on HTTPTriggers of this router are served. */
    public static void open(Router router, Means means) throws Exception {
        Attendants attendants = new Attendants(
                new TriggerGates(means.gates()), means.certificates().map(TriggerCertificates::new));
        router.camel()
                .addComponent(
                        "http-trigger",
                        new HttpTriggerComponent(means.listener(), router.table(), router.measures(), attendants));
        router.add(
                new HttpRoom(
                        new Check(new ToCall(new Shadow(router.invoker()))),
                        means.gates().reader(),
                        attendants),
                means.ways().map(door -> door.keeper(HttpPlan::wayIn)));
    }

    @Override
    public Kind kind() {
        return Kind.HTTP_TRIGGER;
    }

    @Override
    public Reading<HttpPlan> read(GenericKubernetesResource trigger) {
        return StrictReader.spec(
                        HTTPTriggerSpec.class, trigger.getAdditionalProperties().get("spec"))
                .then((spec, unknown) -> {
                    Findings findings = new Findings(problems(spec), new ArrayList<>(unknown));
                    Optional<HttpPlan> plan = plan(trigger, spec, findings);
                    return new Reading<>(plan, List.copyOf(findings.problems()), List.copyOf(findings.ignored()));
                });
    }

    /** What is found while a trigger is read. */
    private record Findings(List<Problem> problems, List<String> ignored) {

        <T> Optional<T> in(Reading<T> part) {
            problems.addAll(part.problems());
            ignored.addAll(part.unknown());
            return part.value();
        }
    }

    private Optional<HttpPlan> plan(GenericKubernetesResource trigger, HTTPTriggerSpec spec, Findings findings) {
        Rules rules = RulesReader.of(trigger.getMetadata().getNamespace(), spec, findings.problems());
        Optional<AuthPlan> callers = findings.in(auth.read(spec));
        Optional<WayIn> wayIn = findings.in(WayInReader.read(spec, trigger.getMetadata(), rules.patience()));
        Optional<String> certificate = wayIn.isEmpty() ? given(spec.tlsSecret()) : Optional.empty();
        if (certificate.isPresent() && attendants.certificates().isEmpty()) {
            findings.ignored().add("spec.tls-secret");
        }
        if (!findings.problems().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new HttpPlan(
                new TriggerId(kind(), Key.of(trigger)),
                new Key(trigger.getMetadata().getNamespace(), spec.functionName()),
                Instant.parse(trigger.getMetadata().getCreationTimestamp()),
                HttpAddress.of(spec.hostName(), spec.path(), "Exact".equals(spec.pathType())),
                rules,
                callers.orElseThrow(),
                certificate,
                wayIn));
    }

    @Override
    public Optional<Object> claim(HttpPlan plan) {
        return Optional.of(plan.listens());
    }

    @Override
    public void build(HttpPlan plan, RouteBuilder routes) {
        HttpRoute.build(plan, check, routes);
    }

    @Override
    public void changed(HttpPlan plan) {
        attendants.changed(plan);
    }

    @Override
    public List<Condition> standing(HttpPlan plan, List<HttpPlan> routes) {
        return attendants.standing(plan);
    }

    @Override
    public List<Signal> signals() {
        return attendants.signals();
    }

    private static List<Problem> problems(HTTPTriggerSpec spec) {
        List<Problem> problems = new ArrayList<>();
        FunctionName.problem(spec.functionName()).ifPresent(problems::add);
        if (spec.hostName() != null && !HOST.matcher(spec.hostName()).matches()) {
            problems.add(Problem.invalid(
                    "spec.host-name",
                    "must be a lower-case DNS name without a port, such as shop.example.com or *.example.com"));
        }
        if (spec.path() != null && !PATH.matcher(spec.path()).matches()) {
            problems.add(Problem.invalid(
                    "spec.path", "must be a URL path without query, fragment, white space or backslash"));
        }
        if (!PATH_TYPES.contains(textOf(spec.pathType()))) {
            problems.add(Problem.invalid("spec.pathType", "must be Prefix or Exact"));
        }
        return problems;
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).filter(there -> !there.isEmpty());
    }

    private static String textOf(String text) {
        return text == null ? "" : text;
    }
}
