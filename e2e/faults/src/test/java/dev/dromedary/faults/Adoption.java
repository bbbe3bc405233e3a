package dev.dromedary.faults;

/** A function as Kubeless left it, with all that it had made of it: the owner is no controller, the finalizer is still on. */
final class Adoption {

    private static final String METADATA =
            """
            name: f
            labels: {created-by: kubeless, function: f}
            ownerReferences: [{apiVersion: kubeless.io/v1beta1, kind: Function, name: f, uid: UID-OF-f}]
            """
                    .indent(2);

    private Adoption() {}

    /** Nothing of it is heard of before all of it is there. */
    static void of(World world) {
        world.proxy().hold();
        world.function("f", ", finalizers: [kubeless.io/function], labels: {created-by: kubeless, function: f}", "");
        world.apply("apiVersion: v1\nkind: ConfigMap\nmetadata:\n" + METADATA
                + "data: {handler: a.b, a.py: 'x = 1', requirements.txt: ''}\n");
        world.apply(
                "apiVersion: v1\nkind: Service\nmetadata:\n" + METADATA
                        + """
                spec:
                  selector: {created-by: kubeless, function: f}
                  ports: [{name: http-function-port, port: 8080, targetPort: 8080, protocol: TCP}]
                """);
        world.apply(
                "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n" + METADATA
                        + """
                spec:
                  selector: {matchLabels: {created-by: kubeless, function: f}}
                  template:
                    metadata: {labels: {created-by: kubeless, function: f}}
                    spec: {containers: [{name: f, image: kubeless/python, env: [{name: FUNC_HANDLER, value: b}]}]}
                """);
        world.proxy().letGo();
    }
}
