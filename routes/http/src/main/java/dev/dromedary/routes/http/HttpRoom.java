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

    private final Shadow shadow;
    private final AuthReader auth;
    private final TriggerGates gates;

    private HttpRoom(Shadow shadow, AuthReader auth, TriggerGates gates) {
        this.shadow = shadow;
        this.auth = auth;
        this.gates = gates;
    }

    /**
     * Opens the room: HTTPTriggers of this router answer what comes in by the listener.
     *
     * @param gates asks callers who they are
     */
    public static void open(Router router, HttpListener listener, Gates gates) throws Exception {
        open(router, listener, gates, Optional.empty());
    }

    /**
     * The same in a cluster.
     *
     * @param ways keeps what leads the cluster's own gateway to the router; empty: nobody does
     */
    public static void open(Router router, HttpListener listener, Gates gates, Optional<GatewayDoor> ways)
            throws Exception {
        TriggerGates open = new TriggerGates(gates);
        router.camel()
                .addComponent(
                        "http-trigger", new HttpTriggerComponent(listener, router.table(), router.measures(), open));
        router.add(
                new HttpRoom(new Shadow(router.invoker()), gates.reader(), open),
                ways.map(door -> door.keeper(HttpPlan::wayIn)));
    }

    @Override
    public Kind kind() {
        return Kind.HTTP_TRIGGER;
    }

    @Override
    public Reading<HttpPlan> read(GenericKubernetesResource trigger) {
        Reading<HTTPTriggerSpec> reading = StrictReader.spec(
                HTTPTriggerSpec.class, trigger.getAdditionalProperties().get("spec"));
        if (reading.value().isEmpty()) {
            return new Reading<>(Optional.empty(), reading.problems(), reading.unknown());
        }
        HTTPTriggerSpec spec = reading.value().get();
        List<Problem> problems = problems(spec);
        Rules rules = RulesReader.of(trigger.getMetadata().getNamespace(), spec, problems);
        Reading<AuthPlan> callers = auth.read(spec);
        problems.addAll(callers.problems());
        Reading<WayIn> wayIn = WayInReader.read(spec, trigger.getMetadata(), rules.patience());
        problems.addAll(wayIn.problems());
        List<String> ignored = new ArrayList<>(reading.unknown());
        ignored.addAll(wayIn.unknown());
        if (!problems.isEmpty()) {
            return new Reading<>(Optional.empty(), problems, List.copyOf(ignored));
        }
        HttpPlan plan = new HttpPlan(
                new TriggerId(kind(), Key.of(trigger)),
                new Key(trigger.getMetadata().getNamespace(), spec.functionName()),
                Instant.parse(trigger.getMetadata().getCreationTimestamp()),
                HttpAddress.of(spec.hostName(), spec.path(), "Exact".equals(spec.pathType())),
                rules,
                callers.value().orElseThrow(),
                wayIn.value());
        return new Reading<>(Optional.of(plan), List.of(), List.copyOf(ignored));
    }

    @Override
    public Optional<Object> claim(HttpPlan plan) {
        return Optional.of(plan.listens());
    }

    @Override
    public void build(HttpPlan plan, RouteBuilder routes) {
        HttpRoute.build(plan, shadow, routes);
    }

    @Override
    public void changed(HttpPlan plan) {
        gates.changed(plan);
    }

    @Override
    public Optional<Condition> standing(HttpPlan plan) {
        return gates.standing(plan);
    }

    @Override
    public List<Signal> signals() {
        return List.of(gates.signal());
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

    private static String textOf(String text) {
        return text == null ? "" : text;
    }
}
