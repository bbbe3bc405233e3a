package dev.dromedary.reconciler.desired;

import dev.dromedary.crd.Problem;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Kubernetes would refuse for ever in the pods a user wants: names and amounts of their containers. */
public final class PodProblems {

    private static final String POD = "spec.deployment.spec.template.spec.";
    private static final Set<String> STEPS = Set.of("prepare", "install", "compile");

    private final PodSettings settings;
    private final List<Problem> problems = new ArrayList<>();

    private PodProblems(PodSettings settings) {
        this.settings = settings;
    }

    /** All of them; the function's name is its container's too. */
    public static List<Problem> of(PodSettings settings, String function) {
        PodProblems found = new PodProblems(settings);
        found.names(function);
        found.amounts("containers", settings.pod().getContainers());
        found.amounts("initContainers", settings.pod().getInitContainers());
        return List.copyOf(found.problems);
    }

    private void names(String function) {
        Set<String> taken = new HashSet<>(Set.of(function));
        if (settings.image().isEmpty()) {
            taken.addAll(STEPS);
        }
        List<Container> before = settings.pod().getInitContainers();
        for (int i = 0; i < before.size(); i++) {
            if (settings.initContainers().contains(before.get(i))) {
                name("initContainers[" + i + "]", before.get(i), taken);
            }
        }
        List<Container> beside = settings.pod().getContainers();
        for (int i = 1; i < beside.size(); i++) {
            name("containers[" + i + "]", beside.get(i), taken);
            if (isEmpty(beside.get(i).getImage())) {
                wrong("containers[" + i + "].image", "needs an image; only the first container gets the runtime's");
            }
        }
    }

    private void name(String path, Container container, Set<String> taken) {
        if (isEmpty(container.getName())) {
            wrong(path + ".name", "needs a name");
        } else if (!taken.add(container.getName())) {
            wrong(path + ".name", "'" + container.getName() + "' is another container's already: use another name");
        }
    }

    private void amounts(String field, List<Container> containers) {
        for (int i = 0; i < containers.size(); i++) {
            ResourceRequirements resources =
                    Optional.ofNullable(containers.get(i).getResources()).orElseGet(ResourceRequirements::new);
            String path = field + "[" + i + "].resources.";
            amounts(path + "requests.", resources.getRequests());
            amounts(path + "limits.", resources.getLimits());
        }
    }

    private void amounts(String path, Map<String, Quantity> amounts) {
        (amounts == null ? Map.<String, Quantity>of() : amounts).forEach((name, amount) -> {
            if (!isAmount(amount)) {
                wrong(path + name, "'" + amount + "' is no quantity: write it such as 100m, 1 or 256Mi");
            }
        });
    }

    private static boolean isAmount(Quantity quantity) {
        try {
            return Quantity.getAmountInBytes(Quantity.parse(quantity.toString()))
                            .signum()
                    >= 0;
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private void wrong(String field, String remedy) {
        problems.add(Problem.invalid(POD + field, remedy));
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }
}
