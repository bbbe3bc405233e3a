package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.FunctionAddress;
import dev.dromedary.crd.Problem;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Service a user wants.
 *
 * @param ports at least one
 * @param type {@code ClusterIP}, {@code NodePort} or {@code LoadBalancer}; headless where {@code headless}
 * @param headless whether the Service shall have no address of its own
 * @param selector empty: the two labels of the function
 */
public record Ports(List<ServicePort> ports, String type, boolean headless, Map<String, String> selector) {

    /** The name Kubeless gives the port; the {@code http-} lets service meshes know the protocol. */
    private static final String NAME = "http-function-port";

    private static final int HIGHEST = 65535;
    private static final List<String> TYPES = List.of("ClusterIP", "NodePort", "LoadBalancer");

    /** The Service of a spec that {@link #problems} finds nothing wrong with. */
    public static Ports of(ServiceSpec service) {
        if (service.getPorts().isEmpty()) {
            return new Ports(List.of(port(FunctionAddress.DEFAULT_PORT)), TYPES.getFirst(), false, Map.of());
        }
        Map<String, String> selector = service.getSelector() == null ? Map.of() : service.getSelector();
        return new Ports(
                service.getPorts(),
                service.getType() == null || service.getType().isEmpty() ? TYPES.getFirst() : service.getType(),
                "None".equals(service.getClusterIP()),
                selector);
    }

    /** What is wrong with it. */
    public static List<Problem> problems(ServiceSpec service) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < service.getPorts().size(); i++) {
            String path = "spec.service.ports[" + i + "]";
            ServicePort port = service.getPorts().get(i);
            number(port.getPort(), path + ".port").ifPresent(problems::add);
            IntOrString target = port.getTargetPort();
            if (target != null && target.getStrVal() != null) {
                problems.add(Problem.invalid(path + ".targetPort", "must be the number of the function's port"));
            } else if (target != null && target.getIntVal() != 0) {
                number(target.getIntVal(), path + ".targetPort").ifPresent(problems::add);
            }
        }
        String type = service.getType();
        if (type != null && !type.isEmpty() && !TYPES.contains(type)) {
            problems.add(Problem.invalid("spec.service.type", "must be one of " + String.join(", ", TYPES)));
        }
        return List.copyOf(problems);
    }

    /** Where the server in the pod listens: the first port's target. */
    public int serverPort() {
        ServicePort first = ports.getFirst();
        boolean none = first.getTargetPort() == null
                || first.getTargetPort().getIntVal() == null
                || first.getTargetPort().getIntVal() == 0;
        return none ? first.getPort() : first.getTargetPort().getIntVal();
    }

    /** The Service's first port. */
    public int servicePort() {
        return ports.getFirst().getPort();
    }

    private static Optional<Problem> number(Integer port, String path) {
        return port != null && port >= 1 && port <= HIGHEST
                ? Optional.empty()
                : Optional.of(Problem.invalid(path, "must be a port from 1 to " + HIGHEST + ", such as 8080"));
    }

    private static ServicePort port(int number) {
        return new ServicePortBuilder()
                .withName(NAME)
                .withProtocol("TCP")
                .withPort(number)
                .withTargetPort(new IntOrString(number))
                .build();
    }
}
