package dev.dromedary.kube;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;

/**
 * A real kube-apiserver over a real etcd, as processes on loopback, with Dromedary's CRDs in it: what every integration
 * test of the house runs against. {@code cluster/tools} builds the two programs; {@code DROMEDARY_BIN} names their folder.
 */
public final class RealApiServer implements AutoCloseable {

    /** Where a shared one is, for the other class loader of a Quarkus test. */
    private static final String SHARED = "test.apiserver.folder";

    private static RealApiServer shared;

    private final Path folder;
    private final int etcdPort = FreePort.any();
    private final int peerPort = FreePort.any();
    private final int port;
    private final List<Process> processes = new ArrayList<>();
    private final KubernetesClient client;

    /** Speaks to one that runs already, with its files in the folder. */
    private RealApiServer(Path folder) throws IOException {
        this.folder = folder;
        this.port = Integer.parseInt(Files.readString(folder.resolve("port")));
        this.client = newClient();
    }

    private RealApiServer() throws IOException {
        folder = Files.createTempDirectory("apiserver");
        port = FreePort.any();
        Files.writeString(folder.resolve("port"), String.valueOf(port));
        Files.writeString(folder.resolve("tokens.csv"), "admin-token,admin,1,system:masters\n");
        Files.writeString(folder.resolve("sa.key"), Keys.rsa());
        processes.add(run("etcd", etcdArguments()));
        processes.add(run("kube-apiserver", apiserverArguments()));
        client = newClient();
        awaitReady();
        Crds.install(client);
    }

    /** The one that all tests of a module share; it ends with the JVM. */
    public static synchronized RealApiServer shared() {
        if (shared == null) {
            String running = System.getProperty(SHARED);
            shared = running == null ? start() : at(Path.of(running));
            System.setProperty(SHARED, shared.folder.toString());
            Runtime.getRuntime().addShutdownHook(new Thread(shared::close));
        }
        return shared;
    }

    /** One of its own, for a test that stops and starts it. */
    public static RealApiServer start() {
        try {
            return new RealApiServer();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static RealApiServer at(Path folder) {
        try {
            return new RealApiServer(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An administrator's client. */
    public KubernetesClient client() {
        return client;
    }

    /** Another administrator's client, to be closed by the caller. */
    public KubernetesClient newClient() {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl("https://127.0.0.1:" + port)
                .withOauthToken("admin-token")
                .withTrustCerts(true)
                .withDisableHostnameVerification(true)
                .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Writes a kubeconfig for an administrator, for programs that read one. */
    public Path kubeconfig() {
        Path file = folder.resolve("kubeconfig");
        String yaml =
                """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: admin}}]
                clusters: [{name: test, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
                users: [{name: admin, user: {token: admin-token}}]
                """
                        .formatted(port);
        try {
            return Files.writeString(file, yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The port that it listens on, on 127.0.0.1, with TLS. */
    public int port() {
        return port;
    }

    /** Makes a namespace that no other test has. */
    public String newNamespace() {
        String name = "test-" + UUID.randomUUID().toString().substring(0, 8);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
        return name;
    }

    /** The writes in a namespace that it was asked for, the refused ones too, the oldest first. */
    public List<Write> writes(String namespace) {
        return new AuditLog(folder).writes(namespace);
    }

    /** Kills the API server as a power cut would; its data stays. Killed once more, it is etcd that goes. */
    public void kill() {
        processes.removeLast().destroyForcibly().onExit().join();
    }

    /** Keeps a copy of all data, as a backup does; the API server is away for a moment. */
    public void backUp() {
        withoutEtcd(() -> Folders.copy(folder.resolve("etcd"), folder.resolve("backup")));
    }

    /** Puts the data back as they were at {@link #backUp}: versions count on from there, as if nothing had been since. */
    public void restore() {
        withoutEtcd(() -> Folders.copy(folder.resolve("backup"), folder.resolve("etcd")));
    }

    private void withoutEtcd(Runnable work) {
        kill();
        kill();
        work.run();
        processes.add(run("etcd", etcdArguments()));
        startAgain();
    }

    /** Starts it again at the same address. */
    public void startAgain() {
        processes.add(run("kube-apiserver", apiserverArguments()));
        awaitReady();
    }

    /** Stops it in its tracks: it neither answers nor closes a connection, until {@link #thaw}. */
    public void freeze() {
        Binaries.signal("STOP", processes.getLast());
    }

    /** Lets it go on. */
    public void thaw() {
        Binaries.signal("CONT", processes.getLast());
    }

    @Override
    public void close() {
        client.close();
        processes
                .reversed()
                .forEach(process -> process.destroyForcibly().onExit().join());
        if (!processes.isEmpty()) {
            // Of a hundred megabytes; its logs stay.
            Folders.remove(folder.resolve("etcd"));
            Folders.remove(folder.resolve("backup"));
        }
    }

    private void awaitReady() {
        Awaitility.await("kube-apiserver is ready; its log: " + folder)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(() -> client.raw("/readyz") != null);
    }

    private List<String> etcdArguments() {
        String url = "http://127.0.0.1:" + etcdPort;
        String peer = "http://127.0.0.1:" + peerPort;
        return List.of(
                "--data-dir=" + folder.resolve("etcd"),
                "--listen-client-urls=" + url,
                "--advertise-client-urls=" + url,
                "--listen-peer-urls=" + peer,
                "--initial-advertise-peer-urls=" + peer,
                "--initial-cluster=default=" + peer,
                "--unsafe-no-fsync");
    }

    private List<String> apiserverArguments() {
        List<String> arguments = new ArrayList<>(Aggregation.arguments(folder));
        arguments.addAll(new AuditLog(folder).arguments());
        arguments.addAll(List.of(
                "--etcd-servers=http://127.0.0.1:" + etcdPort,
                "--bind-address=127.0.0.1",
                "--advertise-address=127.0.0.1",
                "--secure-port=" + port,
                "--cert-dir=" + folder.resolve("certs"),
                "--token-auth-file=" + folder.resolve("tokens.csv"),
                "--authorization-mode=RBAC",
                "--service-account-issuer=https://kubernetes.default.svc",
                "--service-account-key-file=" + folder.resolve("sa.key"),
                "--service-account-signing-key-file=" + folder.resolve("sa.key"),
                "--service-cluster-ip-range=10.96.0.0/16",
                "--disable-admission-plugins=ServiceAccount",
                // as every cluster has it: so it is Pod Security that refuses a privileged pod
                "--allow-privileged=true"));
        return arguments;
    }

    private Process run(String program, List<String> arguments) {
        return Binaries.run(program, arguments, folder.resolve(program + ".log"));
    }
}
