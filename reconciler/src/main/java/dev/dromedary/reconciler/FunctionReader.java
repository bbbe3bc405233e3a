package dev.dromedary.reconciler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.FunctionCheck;
import dev.dromedary.crd.FunctionRuntime;
import dev.dromedary.crd.FunctionSource;
import dev.dromedary.crd.FunctionSpec;
import dev.dromedary.crd.FunctionSpecs;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.StrictReader;
import dev.dromedary.reconciler.configuration.Configuration;
import dev.dromedary.reconciler.desired.Autoscaling;
import dev.dromedary.reconciler.desired.DeploymentTemplate;
import dev.dromedary.reconciler.desired.Environment;
import dev.dromedary.reconciler.desired.FunctionDeployment;
import dev.dromedary.reconciler.desired.PodProblems;
import dev.dromedary.reconciler.desired.PodSettings;
import dev.dromedary.reconciler.desired.ServiceSettings;
import dev.dromedary.reconciler.policy.FieldRules;
import dev.dromedary.reconciler.policy.FieldRules.Judgement;
import dev.dromedary.reconciler.policy.PodOrders;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ServiceSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a Function object whole: all its problems at once, so that a user need not find them one by one. */
public final class FunctionReader {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String DEPLOYMENT = "spec.deployment";
    private static final String SERVICE = "spec.service";
    private static final String AUTOSCALER = "spec.horizontalPodAutoscaler";
    /** What the ConfigMap's key is called after where the runtime is in no catalogue: the module alone. */
    private static final FunctionRuntime UNKNOWN = new FunctionRuntime("", "", "", null, List.of());

    private final GenericKubernetesResource object;
    private final FunctionSpec spec;
    private final Configuration configuration;
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> withoutEffect = new ArrayList<>();

    private FunctionReader(GenericKubernetesResource object, FunctionSpec spec, Configuration configuration) {
        this.object = object;
        this.spec = spec;
        this.configuration = configuration;
    }

    /** The function, or what is wrong with it; and which of its settings have no effect. */
    public static Reading<ValidFunction> read(GenericKubernetesResource object, Configuration configuration) {
        Reading<FunctionSpec> spec = StrictReader.spec(
                FunctionSpec.class, object.getAdditionalProperties().get("spec"));
        if (spec.value().isEmpty()) {
            return new Reading<>(Optional.empty(), spec.problems(), spec.unknown());
        }
        FunctionReader reader = new FunctionReader(object, spec.value().get(), configuration);
        reader.withoutEffect.addAll(spec.unknown());
        Optional<ValidFunction> function = reader.function();
        return new Reading<>(
                reader.problems.isEmpty() ? function : Optional.empty(),
                List.copyOf(reader.problems),
                List.copyOf(reader.withoutEffect));
    }

    private Optional<ValidFunction> function() {
        Optional<PodSettings> settings = settings();
        Optional<ServiceSettings> service = service();
        Optional<Optional<Autoscaling>> autoscaling = autoscaling();
        orders(object.getMetadata(), "metadata");
        String name = object.getMetadata().getName();
        boolean ownImage = settings.flatMap(PodSettings::image).isPresent();
        problems.addAll(
                ownImage
                        ? FunctionCheck.problemsWithOwnImage(name, spec)
                        : FunctionCheck.problems(name, spec, configuration.catalogue()));
        if (settings.isPresent() && service.isPresent()) {
            problems.addAll(service.get().problems(settings.get().container()));
            problems.addAll(service.get().strangers(podLabels(settings.get())));
        }
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        int port = service.orElseThrow().serverPort(settings.orElseThrow().container());
        ValidFunction.Shape shape =
                new ValidFunction.Shape(service.get(), port, settings.get(), autoscaling.orElseThrow());
        withoutEffect.addAll(Overridden.ofDeployment(
                spec.deployment(), DEPLOYMENT, identity(), FunctionDeployment.monitoring(port)));
        ValidFunction function = new ValidFunction(identity(), spec, code(settings.get()), shape);
        environment(function);
        return Optional.of(function);
    }

    private void environment(ValidFunction function) {
        String env = ".spec.template.spec.containers[0].env";
        int users = spec.deployment() == null
                ? 0
                : spec.deployment().at("/spec/template/spec/containers/0/env").size();
        withoutEffect.addAll(Overridden.ofEnvironment(
                function.shape().settings().container().getEnv(),
                users,
                DEPLOYMENT + env,
                Environment.serving(function, null)));
    }

    private Code code(PodSettings settings) {
        Optional<Runtimes> runtime = Runtimes.find(configuration.catalogue(), FunctionSpecs.runtime(spec));
        if (settings.image().isEmpty()) {
            Runtimes found = runtime.orElseThrow();
            return new Code.Injected(FunctionSource.of(spec, found.language()), found);
        }
        if (spec.deps() != null && !spec.deps().isBlank()) {
            withoutEffect.add("spec.deps");
        }
        FunctionRuntime language = runtime.map(Runtimes::language).orElse(UNKNOWN);
        Optional<FunctionSource> source =
                FunctionSpecs.hasCode(spec) ? Optional.of(FunctionSource.of(spec, language)) : Optional.empty();
        return new Code.OwnImage(settings.image().get(), source, runtime);
    }

    /** {@code spec.deployment} with the configuration's template under it: what the policy allows of it. */
    private Optional<PodSettings> settings() {
        JsonNode merged =
                DeploymentTemplate.merge(spec.deployment(), configuration.pods().template());
        Reading<Deployment> typed = StrictReader.embedded(Deployment.class, merged, DEPLOYMENT);
        if (typed.value().isEmpty()) {
            problems.addAll(typed.problems());
            return Optional.empty();
        }
        Judgement judgement =
                FieldRules.ofDeployment(configuration.pods().policy()).judge(merged, DEPLOYMENT, typed.unknown());
        take(judgement);
        withoutEffect.addAll(WithoutEffect.ofInitContainers(judgement.kept(), DEPLOYMENT));
        Deployment kept = MAPPER.convertValue(judgement.kept(), Deployment.class);
        JsonNode context = merged.at("/spec/template/spec/securityContext");
        PodSettings settings = new PodSettings(kept, context.isObject() && context.isEmpty());
        problems.addAll(settings.problems());
        problems.addAll(PodProblems.of(settings, object.getMetadata().getName()));
        orders(settings.metadata(), DEPLOYMENT + ".metadata");
        orders(settings.podMetadata(), DEPLOYMENT + ".spec.template.metadata");
        return Optional.of(settings);
    }

    private void orders(ObjectMeta metadata, String path) {
        problems.addAll(PodOrders.inLabels(metadata.getLabels(), path + ".labels"));
        problems.addAll(PodOrders.inAnnotations(metadata.getAnnotations(), path + ".annotations"));
    }

    /** The labels that the function's pods will have. */
    private Map<String, String> podLabels(PodSettings settings) {
        Map<String, String> labels =
                new HashMap<>(orEmpty(settings.podMetadata().getLabels()));
        labels.putAll(orEmpty(object.getMetadata().getLabels()));
        labels.putAll(ValidFunction.selector(object.getMetadata().getName()));
        return labels;
    }

    private Optional<ServiceSettings> service() {
        Reading<ServiceSpec> typed = StrictReader.embedded(ServiceSpec.class, spec.service(), SERVICE);
        if (typed.value().isEmpty()) {
            problems.addAll(typed.problems());
            return Optional.empty();
        }
        Judgement judgement = FieldRules.ofService().judge(spec.service(), SERVICE, typed.unknown());
        take(judgement);
        withoutEffect.addAll(WithoutEffect.ofService(judgement.kept(), SERVICE));
        return Optional.of(new ServiceSettings(MAPPER.convertValue(judgement.kept(), ServiceSpec.class)));
    }

    private Optional<Optional<Autoscaling>> autoscaling() {
        Reading<Optional<Autoscaling>> reading = Autoscaling.read(spec.autoscaler());
        problems.addAll(reading.problems());
        withoutEffect.addAll(reading.unknown());
        if (spec.autoscaler() != null) {
            withoutEffect.addAll(WithoutEffect.ofAutoscaler(spec.autoscaler(), AUTOSCALER));
        }
        if (reading.value().flatMap(wanted -> wanted).isPresent()) {
            withoutEffect.addAll(Overridden.ofAutoscaler(spec.autoscaler(), AUTOSCALER, identity()));
            withoutEffect.addAll(WithoutEffect.ofReplicas(spec.deployment(), DEPLOYMENT));
        }
        return reading.value();
    }

    private void take(Judgement judgement) {
        problems.addAll(judgement.problems());
        withoutEffect.addAll(judgement.ignored());
    }

    private ValidFunction.Identity identity() {
        ObjectMeta metadata = object.getMetadata();
        return new ValidFunction.Identity(
                Key.of(object), metadata.getUid(), orEmpty(metadata.getLabels()), visible(metadata.getAnnotations()));
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    /** kubectl's own notes on the Function say nothing about what is made for it. */
    private static Map<String, String> visible(Map<String, String> annotations) {
        return orEmpty(annotations).entrySet().stream()
                .filter(entry -> !entry.getKey().startsWith("kubectl.kubernetes.io/"))
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
