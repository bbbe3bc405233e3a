package dev.dromedary.routes.app;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.kube.Copies;
import dev.dromedary.kube.Copies.Copy;
import dev.dromedary.kube.Election;
import dev.dromedary.routes.core.deliver.FlowReport;
import dev.dromedary.routes.core.deliver.Reports;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this copy leads, it asks the others every few seconds how the flows of events are there, for the status of triggers. As long as there are
 * no flows nobody is asked.
 */
final class PeerReports implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PeerReports.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofSeconds(3);

    /** So seldom, in times of asking, is the status of a trigger written for figures alone. */
    private static final int WHOLE = 6;
    /** So seldom, in the same, it is asked which copies there are. */
    private static final int COPIES = 12;

    private final Copies copies;
    private final Election election;
    private final Reports reports;
    private final String own;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("peer-reports").factory());
    private int asked;
    private List<Copy> known = List.of();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
            .build();

    /**
     * Asks nobody yet.
     *
     * @param copies of the router, this one among them
     * @param own what this copy calls itself
     */
    PeerReports(Copies copies, Election election, Reports reports, String own) {
        this.copies = copies;
        this.election = election;
        this.reports = reports;
        this.own = own;
    }

    /** Asks from now on. */
    void start() {
        var unused = clock.scheduleWithFixedDelay(this::ask, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void ask() {
        try {
            if (election.leading() && !reports.own().isEmpty()) {
                known = asked % COPIES == 0 ? copies.all() : known;
                asked++;
                reports.heard(known.stream()
                        .filter(copy -> !copy.name().equals(own))
                        .flatMap(this::of)
                        .toList());
                reports.tell(asked % WHOLE == 0);
            }
        } catch (RuntimeException e) {
            LOG.warn("The other copies of the router cannot be asked because={}", e.getMessage());
        }
    }

    private Stream<FlowReport> of(Copy copy) {
        String host = copy.host().contains(":") ? "[" + copy.host() + "]" : copy.host();
        URI uri = URI.create("http://" + host + ":" + copy.port() + "/admin/deliveries");
        try {
            JsonNode said = JSON.readTree(
                    client.send(HttpRequest.newBuilder(uri).timeout(LONGEST).build(), BodyHandlers.ofString())
                            .body());
            return said.path("copy").asText().equals(own)
                    ? Stream.empty()
                    : JSON.convertValue(said.path("deliveries"), new TypeReference<List<FlowReport>>() {}).stream();
        } catch (IOException e) {
            LOG.info(
                    "A copy of the router does not say how its flows are copy={} because={}",
                    copy.name(),
                    e.getMessage());
            return Stream.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Stream.empty();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        client.shutdownNow();
    }
}
