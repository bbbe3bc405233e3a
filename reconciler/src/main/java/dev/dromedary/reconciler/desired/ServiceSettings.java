package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.FunctionAddress;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerPort;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The Service a user wants.
 *
 * @param written {@code spec.service}, its allowed fields alone
 */
public record ServiceSettings(ServiceSpec written) {

    /** The name Kubeless gives the port; the {@code http-} lets service meshes know the protocol. */
    private static final String NAME = "http-function-port";

    private static final int HIGHEST = 65535;

    /** The Service's ports: those written, else one on 8080. */
    List<ServicePort> ports() {
        return written.getPorts().isEmpty() ? List.of(port(FunctionAddress.DEFAULT_PORT)) : written.getPorts();
    }

    /** The Service's first port. */
    public int port() {
        return ports().getFirst().getPort();
    }

    /** Whether it shall have no address of its own. */
    boolean headless() {
        return "None".equals(written.getClusterIP());
    }

    /**
     * Where the server in the pod listens: the first port's target, by number or by the name of a port of the function's
     * container (Kubeless took a name for 0).
     *
     * @param container the function's container as the user wrote it
     */
    public int serverPort(Container container) {
        ServicePort first = ports().getFirst();
        IntOrString target = first.getTargetPort();
        if (target == null) {
            return first.getPort();
        }
        if (target.getStrVal() != null) {
            return named(container, target.getStrVal()).orElse(first.getPort());
        }
        return target.getIntVal() == null || target.getIntVal() == 0 ? first.getPort() : target.getIntVal();
    }

    /**
     * What is wrong with it.
     *
     * @param container the function's container as the user wrote it
     */
    public List<Problem> problems(Container container) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < written.getPorts().size(); i++) {
            String path = "spec.service.ports[" + i + "]";
            ServicePort port = written.getPorts().get(i);
            number(port.getPort(), path + ".port").ifPresent(problems::add);
            target(port.getTargetPort(), path + ".targetPort", container).ifPresent(problems::add);
        }
        return List.copyOf(problems);
    }

    /**
     * A refusal for each term of the selector that the function's pods do not answer to: it would send the function's callers
     * to pods that are somebody else's, or to none.
     *
     * @param labels those of the function's pods
     */
    public List<Problem> strangers(Map<String, String> labels) {
        return selector().entrySet().stream()
                .filter(term -> !Objects.equals(labels.get(term.getKey()), term.getValue()))
                .map(term -> new Problem(
                        "spec.service.selector." + term.getKey(),
                        Reason.NotAllowed,
                        "is '" + term.getValue() + "', which the function's own pods do not have as a label: remove it,"
                                + " or give them the label"))
                .toList();
    }

    /** The selector as it is written; empty: none, as without ports, where Kubeless took nothing of the Service. */
    Map<String, String> selector() {
        return Optional.ofNullable(written.getSelector())
                .filter(none -> !written.getPorts().isEmpty())
                .orElse(Map.of());
    }

    private static Optional<Problem> target(IntOrString target, String path, Container container) {
        if (target == null) {
            return Optional.empty();
        }
        if (target.getStrVal() != null) {
            return named(container, target.getStrVal()).isPresent()
                    ? Optional.empty()
                    : Optional.of(Problem.invalid(
                            path,
                            "'" + target.getStrVal() + "' is no port of the function's container: name one of its"
                                    + " ports, or write the number"));
        }
        return target.getIntVal() == 0 ? Optional.empty() : number(target.getIntVal(), path);
    }

    private static Optional<Integer> named(Container container, String name) {
        return container.getPorts().stream()
                .filter(port -> Objects.equals(port.getName(), name))
                .map(ContainerPort::getContainerPort)
                .findFirst();
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
