package dev.dromedary.local;

import dev.dromedary.crd.Key;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.Reason;
import dev.dromedary.kube.Election;
import dev.dromedary.kube.MemoryResources;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.deliver.HttpLetters;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.invoke.DataPath;
import dev.dromedary.routes.core.web.Trust;
import dev.dromedary.routes.core.web.WebClient;
import dev.dromedary.routes.cron.CronRoom;
import dev.dromedary.routes.cron.CrontabService;
import dev.dromedary.routes.http.HttpListener;
import dev.dromedary.routes.http.HttpRoom;
import dev.dromedary.routes.http.auth.Gates;
import dev.dromedary.routes.http.auth.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Dromedary in one process: a folder of YAML files is the cluster, functions are processes, and the router's own rooms and
 * routes carry their events.
 */
final class Local implements AutoCloseable {

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(2);

    private static final int CHECKING_THREADS = 2;

    private final DataPath data = DataPath.alone();
    private final CamelContext camel = new DefaultCamelContext();
    private final MemoryResources resources = new MemoryResources();
    private final Processes processes = new Processes();
    private final Router router = new Router(camel, data, resources, Election.ALONE, GRACE);
    private final LocalSecrets secrets = new LocalSecrets(resources);
    private final Gates gates = new Gates(secrets.all(), Egress.ANYWHERE, Workers.of(CHECKING_THREADS));
    private final HttpLetters letters =
            new HttpLetters(new WebClient(Egress.ANYWHERE, Trust.ofJava(), HttpLetters.TIME), secrets.all());
    private final Report report;
    private final Path work;
    private final LocalFunctions functions;
    private final HttpListener listener;
    private final Folder folder;
    private CrontabService crontab;

    /**
     * Everything, not started yet.
     *
     * @param print takes the lines that are to be shown
     */
    Local(Options options, Consumer<String> print) throws IOException {
        this.report = new Report(print);
        this.work = Files.createTempDirectory("dromedary-local");
        Map<String, Language> languages = Language.in(options.runtimes());
        this.functions = new LocalFunctions(
                resources,
                new LocalFunctions.Workplace(
                        work,
                        languages,
                        new Provision(options.cache(), processes, report::say),
                        processes,
                        report::output));
        this.listener = new HttpListener(data, FunctionServer.HOST, options.port(), HttpListener.Porter.silent());
        Contents contents = new Contents(resources, this::check, report::fault, Clock.systemUTC());
        this.folder = new Folder(options.folder(), contents::changed);
    }

    /** Starts it all; functions come up after that. */
    void start() throws Exception {
        HttpRoom.open(router, new HttpRoom.Means(listener, gates));
        router.deliveries().letters(LetterTarget.Http.class, letters);
        crontab = CronRoom.open(router);
        camel.addRoutes(functions);
        camel.start();
        camel.getRouteController().startAllRoutes();
        listener.open();
        report.follow(resources, Kind.FUNCTION, port());
        router.kinds().forEach(kind -> report.follow(resources, kind, port()));
        report.say("listening on http://" + FunctionServer.HOST + ":" + port() + "; Ctrl-C ends everything");
        folder.open();
    }

    /** Where HTTPTriggers are reached. */
    int port() {
        return listener.port();
    }

    /** Calls of a function that are under way. */
    int inFlight(Key function) {
        return router.activity(function).inFlight();
    }

    private Reading<?> check(Manifest manifest) {
        if (manifest.kind().equals(Kind.FUNCTION)) {
            return functions.read(manifest.object());
        }
        if (manifest.kind().equals(Kind.SECRET)) {
            return LocalSecrets.read(manifest.object());
        }
        return router.check(manifest.kind(), manifest.object())
                .orElseGet(() -> new Reading<>(
                        Optional.empty(),
                        List.of(new Problem(
                                "kind", Reason.NotSupported, manifest.kind() + " is not served by this version")),
                        List.of()));
    }

    /** Ends it all: no process is left. */
    @Override
    public void close() {
        folder.close();
        functions.close();
        listener.drain(Duration.ZERO, LONGEST_DRAIN);
        router.close();
        gates.close();
        letters.close();
        if (crontab != null) {
            crontab.close();
        }
        processes.close();
        camel.stop();
        data.close();
        FolderTree.remove(work);
    }
}
