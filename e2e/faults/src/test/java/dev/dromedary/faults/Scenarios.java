package dev.dromedary.faults;

import static dev.dromedary.faults.Scenario.deleting;
import static dev.dromedary.faults.Scenario.updating;

import dev.dromedary.crd.Kind;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;

/** All scenarios. */
final class Scenarios {

    private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);
    private static final Step NOTHING = world -> {};
    private static final Step PLAIN = world -> world.function("f", "");
    private static final String AUTOSCALED = ", horizontalPodAutoscaler: {spec: {minReplicas: 2, maxReplicas: 5,"
            + " metrics: [{type: Resource, resource: {name: cpu, targetAverageUtilization: 70}}]}}";
    private static final String SCALED = ", deployment: {spec: {replicas: 3, template: {spec: {containers:"
            + " [{name: '', resources: {limits: {memory: 128Mi}}, env: [{name: A, value: '1'}]}]}}}}";

    static final List<Scenario> ALL = List.of(
            updating("create", NOTHING, PLAIN),
            updating("create with everything", NOTHING, world -> world.function("f", SCALED + AUTOSCALED)),
            updating("new source", PLAIN, world -> world.function("f", ", checksum: '', function: 'x = 2'")),
            updating("new dependencies", PLAIN, world -> world.function("f", ", deps: 'requests==2.32.3'")),
            updating("scale", PLAIN, world -> world.function("f", SCALED)),
            deleting("autoscaling on, then off", PLAIN, world -> world.function("f", AUTOSCALED), PLAIN),
            updating(
                    "ports",
                    PLAIN,
                    world -> world.function("f", ", service: {ports: [{name: w, port: 80, targetPort: 8081}]}")),
            updating("runtime", PLAIN, world -> world.function("f", ", runtime: python3.12")),
            updating("mistake and mending", PLAIN, world -> world.function("f", ", runtime: cobol1"), PLAIN),
            updating("configuration", PLAIN, world -> world.configure("example/provision:2")),
            deleting("a name that is taken", Scenarios::foreign, PLAIN, Scenarios::free),
            deleting("delete", PLAIN, world -> world.delete(Kind.FUNCTION, "f")),
            deleting("delete and make anew", PLAIN, Scenarios::anew),
            updating("adopt what Kubeless made", NOTHING, Adoption::of),
            updating("three at a time", PLAIN, Scenarios::three),
            deleting("children lost", PLAIN, Scenarios::lose),
            updating("children edited by hand", PLAIN, Scenarios::edit),
            deleting("namespace deleted", PLAIN, World::deleteNamespace));

    private Scenarios() {}

    private static void foreign(World world) {
        world.apply("{apiVersion: v1, kind: ConfigMap, metadata: {name: f}, data: {mine: '1'}}");
    }

    /** Nobody tells the reconciler that the name is free, for the object was not ours to watch: it tries by itself. */
    private static void free(World world) {
        world.delete(Kind.CONFIG_MAP, "f");
        world.awaitThere(Kind.DEPLOYMENT, "f");
    }

    private static void anew(World world) {
        world.delete(Kind.FUNCTION, "f");
        world.function("f", ", timeout: '99'");
    }

    private static void three(World world) {
        world.function("f", SCALED);
        world.function("g", AUTOSCALED);
        world.function("h", ", deps: 'requests==2.32.3'");
    }

    private static void lose(World world) {
        world.delete(Kind.SERVICE, "f");
        world.delete(Kind.DEPLOYMENT, "f");
        world.delete(Kind.CONFIG_MAP, "f");
    }

    private static void edit(World world) {
        world.at(Kind.CONFIG_MAP, "f").patch(MERGE, "{\"data\": {\"handler\": \"other.one\"}}");
        world.at(Kind.SERVICE, "f").patch(MERGE, "{\"spec\": {\"selector\": {\"function\": \"other\"}}}");
        world.at(Kind.DEPLOYMENT, "f").patch(MERGE, "{\"spec\": {\"revisionHistoryLimit\": 9}}");
    }
}
