package dev.dromedary.routes.kinesis;

import dev.dromedary.crd.FunctionName;
import dev.dromedary.crd.Key;
import dev.dromedary.crd.KinesisTriggerSpec;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.routes.core.TriggerId;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.settings.DeliveryReader;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.kinesis.consume.Source;
import dev.dromedary.routes.kinesis.lease.StartPosition;
import dev.dromedary.routes.kinesis.stream.KinesisStream;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a KinesisTrigger: its plan, or all that is wrong with it. Pure. */
final class PlanReader {

    private static final Pattern REGION = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern SECRET = Pattern.compile("[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?");

    /** Kubeless' field would take a host alone, and so do we. */
    private static final Pattern SCHEME = Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*");

    private final GenericKubernetesResource trigger;
    private final KinesisTriggerSpec spec;
    private final KinesisRoom.Standard standard;
    private final List<Problem> problems = new ArrayList<>();

    private PlanReader(GenericKubernetesResource trigger, KinesisTriggerSpec spec, KinesisRoom.Standard standard) {
        this.trigger = trigger;
        this.spec = spec;
        this.standard = standard;
    }

    static Reading<KinesisPlan> read(
            GenericKubernetesResource trigger,
            KinesisTriggerSpec spec,
            KinesisRoom.Standard standard,
            List<String> unknown) {
        PlanReader reader = new PlanReader(trigger, spec, standard);
        Optional<KinesisPlan> plan = reader.plan();
        return reader.problems.isEmpty()
                ? new Reading<>(plan, List.of(), unknown)
                : new Reading<>(Optional.empty(), List.copyOf(reader.problems), unknown);
    }

    private Optional<KinesisPlan> plan() {
        TriggerId id = KinesisRoom.id(trigger);
        FunctionName.problem(spec.functionName()).ifPresent(problems::add);
        KinesisStream stream = stream(id);
        Optional<String> shard = said(spec.shard())
                .map(text -> matching("shard", text, NAME, "must be a shard id such as shardId-000000000000"));
        Optional<StartPosition> start = start();
        Optional<Delivery> delivery = delivery();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        Source source = new Source(
                id,
                String.valueOf(trigger.getMetadata().getUid()),
                new Key(id.key().namespace(), spec.functionName()),
                stream,
                shard,
                start.orElseThrow());
        Instant created = Instant.parse(trigger.getMetadata().getCreationTimestamp());
        return Optional.of(new KinesisPlan(created, source, delivery.orElseThrow()));
    }

    private KinesisStream stream(TriggerId id) {
        String name =
                matching("stream", spec.stream(), NAME, "must be the name of a Kinesis stream: letters, digits, _ . -");
        Optional<Key> secret = said(spec.secret())
                .map(text -> matching("secret", text, SECRET, "must be the name of a Secret"))
                .map(text -> new Key(id.key().namespace(), text));
        Optional<URI> endpoint = said(spec.endpoint()).flatMap(this::endpoint);
        if (endpoint.isPresent() && secret.isEmpty()) {
            wrong(
                    "secret",
                    "must name a Secret where spec.endpoint is set: the router's own credentials go to AWS alone");
        }
        return new KinesisStream(region(), endpoint, name, secret);
    }

    private Optional<Delivery> delivery() {
        Reading<Delivery> delivery = DeliveryReader.read(
                spec.delivery(),
                standard.delivery(),
                Honours.everything("a KinesisTrigger").keptIn(standard.letters()));
        problems.addAll(delivery.problems());
        return delivery.value();
    }

    private String region() {
        Optional<String> region = said(spec.region()).or(standard::region);
        if (region.isEmpty()) {
            wrong("aws-region", "must name the stream's region, such as eu-west-1: the router has none of its own");
        }
        return region.map(text -> matching("aws-region", text, REGION, "must be a region such as eu-west-1"))
                .orElse("");
    }

    private Optional<URI> endpoint(String text) {
        try {
            URI uri = new URI(SCHEME.matcher(text).matches() ? text : "https://" + text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            boolean bare = uri.getRawUserInfo() == null
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null
                    && (uri.getRawPath() == null || uri.getRawPath().matches("/?"));
            if (http && bare && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // The same remedy as for what is an address, but none of ours.
        }
        wrong("endpoint", "must be such as https://kinesis.example.com:4567, without user, password, path or query");
        return Optional.empty();
    }

    private Optional<StartPosition> start() {
        String text = spec.startPosition() == null ? "" : spec.startPosition();
        return switch (text) {
            case "", "latest" -> Optional.of(new StartPosition.Latest());
            case "earliest", "trimHorizon" -> Optional.of(new StartPosition.Earliest());
            default -> time(text);
        };
    }

    private Optional<StartPosition> time(String text) {
        try {
            return Optional.of(new StartPosition.From(OffsetDateTime.parse(text).toInstant()));
        } catch (DateTimeException e) {
            wrong("startPosition", "must be latest, earliest, trimHorizon or a time such as 2026-01-31T12:00:00Z");
            return Optional.empty();
        }
    }

    private String matching(String field, String text, Pattern pattern, String remedy) {
        if (text == null || !pattern.matcher(text).matches()) {
            wrong(field, remedy);
            return "";
        }
        return text;
    }

    private void wrong(String field, String remedy) {
        problems.add(Problem.invalid("spec." + field, remedy));
    }

    private static Optional<String> said(String text) {
        return Optional.ofNullable(text).filter(said -> !said.isEmpty());
    }
}
