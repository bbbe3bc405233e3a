package dev.dromedary.runtimes.contract;

import com.github.dockerjava.api.DockerClient;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;

/** A container has been started when it runs, or has run: one that ends at once is for the test to judge. */
final class HasBegun extends StartupCheckStrategy {

    @Override
    public StartupStatus checkStartupState(DockerClient docker, String container) {
        String status = getCurrentState(docker, container).getStatus();
        return "running".equals(status) || "exited".equals(status)
                ? StartupStatus.SUCCESSFUL
                : StartupStatus.NOT_YET_KNOWN;
    }
}
