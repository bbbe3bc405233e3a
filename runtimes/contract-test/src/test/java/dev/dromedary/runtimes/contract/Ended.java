package dev.dromedary.runtimes.contract;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;

/**
 * A container that has come to its end.
 *
 * @param status its exit status
 * @param log all that it wrote
 */
record Ended(long status, String log) {

    private static final Duration LONGEST = Duration.ofSeconds(60);

    /** Runs a container to its end, and removes it. */
    static Ended run(GenericContainer<?> container) {
        try (container) {
            container
                    .withStartupCheckStrategy(new HasEnded().withTimeout(LONGEST))
                    .start();
            Long status = container.getCurrentContainerInfo().getState().getExitCodeLong();
            return new Ended(status, container.getLogs());
        }
    }

    /** Runs a shell line in a container, in the volume, as init containers do. */
    static Ended shell(GenericContainer<?> container, String line) {
        return run(container
                .withWorkingDirectory(Pod.VOLUME)
                .withCreateContainerCmdModifier(
                        command -> command.withEntrypoint("sh", "-c").withCmd(line)));
    }

    private static final class HasEnded extends StartupCheckStrategy {

        @Override
        public StartupStatus checkStartupState(DockerClient docker, String container) {
            ContainerState state = getCurrentState(docker, container);
            boolean ended = !Boolean.TRUE.equals(state.getRunning()) && "exited".equals(state.getStatus());
            return ended ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
        }
    }
}
