package dev.dromedary.reconciler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.FunctionImage;
import dev.dromedary.crd.FunctionStatus;
import dev.dromedary.crd.Kind;
import dev.dromedary.kube.Resources;
import dev.dromedary.kube.StatusPart;
import dev.dromedary.reconciler.configuration.Configuration;
import dev.dromedary.reconciler.desired.BuildJob;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * How far functions' images are. What is known of one stands in the Function's status, else in the last words of the Job's
 * pod; the registry itself is the Job's affair, for it has the credentials.
 */
final class FunctionImages {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Resources resources;

    FunctionImages(Resources resources) {
        this.resources = resources;
    }

    /** How far the image of a function is, under this configuration. */
    ImageState of(GenericKubernetesResource object, ValidFunction function, Configuration configuration) {
        if (!configuration.builds().enabled() || !(function.code() instanceof Code.Injected code)) {
            return new ImageState.NotWanted();
        }
        BuildJob build = new BuildJob(function, code, configuration);
        String tag = build.tag();
        return known(object, tag)
                .or(() -> resources
                        .cache(Kind.JOB)
                        .get(build.key())
                        .map(job -> MAPPER.convertValue(job, Job.class))
                        .flatMap(job -> ended(job, tag)))
                .orElseGet(ImageState.Building::new);
    }

    private static Optional<ImageState> known(GenericKubernetesResource object, String tag) {
        return StatusPart.read(object, FunctionStatus.class)
                .map(FunctionStatus::image)
                .filter(image -> image.tag().equals(tag))
                .map(image -> new ImageState.Built(tag, image.reference()));
    }

    private Optional<ImageState> ended(Job job, String tag) {
        if (has(job, "Complete")) {
            return pushed(job)
                    .map(image -> (ImageState) new ImageState.Built(tag, image))
                    .or(() -> Optional.of(
                            new ImageState.Failed("the Job " + job.getMetadata().getName()
                                    + " ended well, but what it said is gone: delete it, and it is made anew")));
        }
        return has(job, "Failed") ? Optional.of(new ImageState.Failed(failure(job))) : Optional.empty();
    }

    private String failure(Job job) {
        return PodTrouble.in(pods(job)).orElseGet(() -> job.getStatus().getConditions().stream()
                .map(JobCondition::getMessage)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse("the Job failed"));
    }

    /** The image that the pod which ended well says it pushed; others may have failed before it. */
    private Optional<String> pushed(Job job) {
        return pods(job).stream()
                .filter(pod -> pod.getStatus() != null)
                .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
                .filter(container -> container.getName().equals(BuildJob.CONTAINER))
                .map(ContainerStatus::getState)
                .filter(state -> state != null && state.getTerminated() != null)
                .map(ContainerState::getTerminated)
                .filter(words -> words.getExitCode() == 0)
                .flatMap(words -> reference(words).stream())
                .findFirst();
    }

    private static Optional<String> reference(ContainerStateTerminated words) {
        try {
            String image = MAPPER.readTree(String.valueOf(words.getMessage()))
                    .path("image")
                    .asText();
            return Optional.of(image).filter(text -> !text.isEmpty());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private List<Pod> pods(Job job) {
        return resources
                .cache(Kind.POD)
                .labelled(
                        job.getMetadata().getNamespace(),
                        BuildJob.LABEL,
                        job.getMetadata().getName())
                .stream()
                .map(pod -> MAPPER.convertValue(pod, Pod.class))
                .toList();
    }

    private static boolean has(Job job, String condition) {
        return job.getStatus() != null
                && job.getStatus().getConditions().stream()
                        .anyMatch(c -> condition.equals(c.getType()) && "True".equals(c.getStatus()));
    }

    /** What the status remembers of an image. */
    static FunctionImage remembered(ImageState state) {
        return state instanceof ImageState.Built built ? new FunctionImage(built.tag(), built.reference()) : null;
    }
}
