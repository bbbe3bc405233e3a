package dev.dromedary.routes.core.deliver.settings;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.Document;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.crd.deliver.BackoffSpec;
import dev.dromedary.crd.deliver.DeliverySpec;
import dev.dromedary.routes.core.deliver.Delivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the installation says of delivery, where triggers leave it open.
 *
 * @param spec as a trigger's own block
 */
public record InstallationDefault(DeliverySpec spec) {

    /** An installation that says nothing. */
    public static final InstallationDefault NONE = new InstallationDefault(Merge.nothing());

    /** The variable that has the block, in YAML or JSON. */
    private static final String VARIABLE = "DROMEDARY_DELIVERY";
    /** Kubeless' own: the longest pause after a delivery that failed, of Kafka's messages. */
    private static final String KUBELESS_PAUSE = "BACKOFF_INTERVAL";

    /**
     * What the environment says.
     *
     * @throws IllegalArgumentException if it has a mistake; the message names each field, and the remedy
     */
    public static InstallationDefault of(Map<String, String> environment) {
        Document document = Document.parse(environment.getOrDefault(VARIABLE, ""), VARIABLE);
        List<Problem> problems = new ArrayList<>(document.problems());
        Object tree = new ObjectMapper().convertValue(document.tree(), Object.class);
        Reading<DeliverySpec> block = StrictReader.record(DeliverySpec.class, tree, VARIABLE);
        problems.addAll(block.problems());
        block.unknown().forEach(key -> problems.add(Problem.invalid(key, "is not known: remove it")));
        block.value().ifPresent(spec -> problems.addAll(read(spec, VARIABLE).problems()));
        refuse(problems);
        return new InstallationDefault(block.value().orElseThrow());
    }

    /**
     * The same for Kafka's triggers, which heed Kubeless' {@code BACKOFF_INTERVAL} too, where nothing is said of backoff.
     *
     * @throws IllegalArgumentException if that is no duration
     */
    public InstallationDefault forKafka(Map<String, String> environment) {
        Optional<String> pause =
                Optional.ofNullable(environment.get(KUBELESS_PAUSE)).filter(text -> !text.isBlank());
        if (pause.isEmpty()) {
            return this;
        }
        DeliverySpec said = withMax(pause.get());
        List<Problem> problems = read(said, KUBELESS_PAUSE).problems().stream()
                .map(problem -> Problem.invalid(KUBELESS_PAUSE, problem.remedy()))
                .toList();
        refuse(problems);
        return spec.backoff() == null ? new InstallationDefault(said) : this;
    }

    private DeliverySpec withMax(String max) {
        return new DeliverySpec(
                spec.mode(),
                spec.attempts(),
                new BackoffSpec(null, max, null, null),
                spec.timeout(),
                spec.maxAge(),
                spec.success(),
                spec.ordering(),
                spec.concurrency(),
                spec.batch(),
                spec.filter(),
                spec.deadLetter(),
                spec.onExhausted());
    }

    private static Reading<Delivery> read(DeliverySpec spec, String path) {
        return DeliveryReader.read(new Merge(spec, Merge.nothing(), Honours.everything("an installation")), path);
    }

    private static void refuse(List<Problem> problems) {
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(
                    problems.stream().map(Problem::toString).collect(Collectors.joining("; ")));
        }
    }
}
