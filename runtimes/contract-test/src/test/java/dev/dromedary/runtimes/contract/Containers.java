package dev.dromedary.runtimes.contract;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Volume;
import dev.dromedary.runtimes.contract.LanguageRuntime.Phase;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * The images, as a pod of Dromedary's runs them: user 1000, no capability, a root file system that cannot be written, and
 * the volumes {@code /kubeless} and {@code /tmp}; Kubernetes adds the file {@code /dev/termination-log}.
 */
final class Containers implements Room {

    private static final String VOLUME = "/kubeless";
    private static final String OWNER = "dev.dromedary.contract-test";
    private static final int DEFAULT_PORT = 8080;

    Containers() {
        sweep();
    }

    @Override
    public Started serve(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        return serve(runtime, pod, env, UnaryOperator.identity());
    }

    /** The same, in a container with something changed. */
    Box serve(LanguageRuntime runtime, Pod pod, Map<String, String> env, UnaryOperator<GenericContainer<?>> change) {
        String port = env.getOrDefault("FUNC_PORT", "");
        GenericContainer<?> container = container(pod, runtime.serving(), env)
                .withExposedPorts(port.isEmpty() ? DEFAULT_PORT : Integer.parseInt(port));
        return start(change.apply(container));
    }

    /** Without a port: Testcontainers would wait for it. */
    @Override
    public Ended end(LanguageRuntime runtime, Pod pod, Map<String, String> env) {
        return Ended.of(start(container(pod, runtime.serving(), env)));
    }

    @Override
    public Ended run(LanguageRuntime runtime, Phase step, Pod pod, Map<String, String> env, Reach reach) {
        return Ended.of(start(container(pod, step, env)
                .withNetworkMode(reach == Reach.NOTHING ? "none" : "host")
                .withWorkingDirectory(VOLUME)
                .withCreateContainerCmdModifier(
                        command -> command.withEntrypoint("sh", "-c").withCmd(step.command()))));
    }

    @Override
    public String volume(Pod pod) {
        return VOLUME;
    }

    private static Box start(GenericContainer<?> container) {
        container.start();
        return new Box(container);
    }

    @SuppressWarnings("resource") // who asks for it closes it
    private static GenericContainer<?> container(Pod pod, Phase phase, Map<String, String> env) {
        Map<String, String> all = new HashMap<>();
        phase.env().forEach((name, value) -> all.put(name, value.replace("$(KUBELESS_INSTALL_VOLUME)", VOLUME)));
        all.putAll(env);
        return new GenericContainer<>(DockerImageName.parse(phase.image()))
                .withEnv(all)
                .withImagePullPolicy(name -> false)
                .withLabel(OWNER, String.valueOf(ProcessHandle.current().pid()))
                .withStartupCheckStrategy(new HasBegun())
                .waitingFor(new Never())
                .withCreateContainerCmdModifier(command -> furnish(pod, command));
    }

    private static void furnish(Pod pod, CreateContainerCmd command) {
        command.withUser("1000:1000");
        command.getHostConfig()
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withTmpFs(Map.of("/tmp", "rw,mode=1777"))
                .withBinds(
                        new Bind(pod.function().toString(), new Volume(VOLUME)),
                        new Bind(pod.terminationLog().toString(), new Volume("/dev/termination-log")));
    }

    /** Removes what runs left behind that were killed. */
    private static void sweep() {
        DockerClient docker = DockerClientFactory.instance().client();
        for (Container container : docker.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(List.of(OWNER))
                .exec()) {
            long owner = Long.parseLong(container.getLabels().get(OWNER));
            if (ProcessHandle.of(owner).isEmpty()) {
                docker.removeContainerCmd(container.getId()).withForce(true).exec();
            }
        }
    }

    /** Whether it answers is for the tests to see. */
    private static final class Never extends AbstractWaitStrategy {

        @Override
        protected void waitUntilReady() {}
    }

    /** A container. */
    record Box(GenericContainer<?> container) implements Started {

        @Override
        public String address() {
            return container.getHost() + ":" + container.getFirstMappedPort();
        }

        @Override
        public String log() {
            return container.getLogs();
        }

        @Override
        public boolean isRunning() {
            return container.isRunning();
        }

        @Override
        public long exitStatus() {
            return docker().inspectContainerCmd(container.getContainerId())
                    .exec()
                    .getState()
                    .getExitCodeLong();
        }

        @Override
        public boolean computes() {
            // Of every thread: it need not be the first that does.
            return top("-eLo pid,stat").anyMatch(thread -> thread[1].startsWith("R"));
        }

        @Override
        public int processes() {
            return isRunning() ? (int) top("-eo pid,stat").count() : 0;
        }

        @Override
        public void terminate() {
            docker().killContainerCmd(container.getContainerId())
                    .withSignal("SIGTERM")
                    .exec();
        }

        @Override
        public void close() {
            container.stop();
        }

        private Stream<String[]> top(String arguments) {
            return Stream.of(docker().topContainerCmd(container.getContainerId())
                    .withPsArgs(arguments)
                    .exec()
                    .getProcesses());
        }

        private DockerClient docker() {
            return container.getDockerClient();
        }
    }
}
