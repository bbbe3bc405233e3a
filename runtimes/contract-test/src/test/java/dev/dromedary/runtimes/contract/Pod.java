package dev.dromedary.runtimes.contract;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Container;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * What a pod of Dromedary's gives its containers: user 1000, no capability, a root file system that cannot be written, and
 * the volumes {@code /kubeless} and {@code /tmp}; Kubernetes adds the file {@code /dev/termination-log}.
 *
 * @param function the folder that is mounted at {@code /kubeless}
 * @param terminationLog the file that is mounted at {@code /dev/termination-log}
 */
record Pod(Path function, Path terminationLog) {

    static final String VOLUME = "/kubeless";

    private static final String OWNER = "dev.dromedary.contract-test";

    static {
        sweep();
    }

    /** A pod with empty volumes. */
    static Pod create() {
        try {
            Path scratch = Files.createDirectories(Path.of(System.getProperty("scratch")));
            Path pod = Files.createTempDirectory(scratch, "pod");
            Path function = Files.createDirectory(pod.resolve("kubeless"));
            Path terminationLog = Files.createFile(pod.resolve("termination-log"));
            Files.setPosixFilePermissions(pod, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(function, PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.setPosixFilePermissions(terminationLog, PosixFilePermissions.fromString("rw-rw-rw-"));
            return new Pod(function, terminationLog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts a file into {@code /kubeless}. */
    Pod with(String name, String content) {
        try {
            Path file = Files.writeString(function.resolve(name), content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Pod with(String name, Path source) {
        try {
            return with(name, Files.readString(source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts all that is in a folder into {@code /kubeless}. */
    Pod withAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path parent =
                        function.resolve(folder.relativize(file).toString()).getParent();
                Files.createDirectories(parent);
                Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxrwxrwx"));
                with(folder.relativize(file).toString(), file);
            }
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A container of this pod, not started yet. */
    @SuppressWarnings("resource") // who asks for it closes it
    GenericContainer<?> container(String image) {
        return new GenericContainer<>(DockerImageName.parse(image))
                .withImagePullPolicy(name -> false)
                .withLabel(OWNER, String.valueOf(ProcessHandle.current().pid()))
                .withCreateContainerCmdModifier(this::furnish);
    }

    String terminationMessage() {
        try {
            return Files.readString(terminationLog);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void furnish(CreateContainerCmd command) {
        command.withUser("1000:1000");
        command.getHostConfig()
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges"))
                .withTmpFs(Map.of("/tmp", "rw,mode=1777"))
                .withBinds(
                        new Bind(function.toString(), new Volume(VOLUME)),
                        new Bind(terminationLog.toString(), new Volume("/dev/termination-log")));
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
}
