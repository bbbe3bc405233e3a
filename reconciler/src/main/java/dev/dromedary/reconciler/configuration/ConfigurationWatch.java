package dev.dromedary.reconciler.configuration;

import dev.dromedary.crd.Problem;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The configuration in force: read anew at every change of its ConfigMap. One that cannot be read, or that is gone,
 * changes nothing: the last good one stays in force, and over restarts the one that is kept beside it.
 */
public final class ConfigurationWatch implements Supplier<ConfigurationState> {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationWatch.class);
    private static final String ABSENT = "";

    private final ConfigMapEntry written;
    private final ConfigMapEntry kept;
    private final Surroundings surroundings;
    private volatile Seen seen;

    /** What was made of a version of the ConfigMap. */
    private record Seen(String version, ConfigurationState state) {}

    /**
     * Follows a ConfigMap.
     *
     * @param written the configuration's
     * @param kept where the last good one is kept
     */
    public ConfigurationWatch(ConfigMapEntry written, ConfigMapEntry kept, Surroundings surroundings) {
        this.written = written;
        this.kept = kept;
        this.surroundings = surroundings;
        var unused = written.cache().listen((before, after) -> get());
    }

    /** Looks into the cache itself: who hears of a change sees it here, whoever else was told already. */
    @Override
    public ConfigurationState get() {
        Optional<GenericKubernetesResource> object = written.object();
        String version = object.map(o -> o.getMetadata().getResourceVersion()).orElse(ABSENT);
        Seen last = seen;
        // Before the lists have arrived, what is absent may only be unknown.
        boolean known = last != null && last.version().equals(version);
        return known ? last.state() : read(version);
    }

    private synchronized ConfigurationState read(String version) {
        if (seen == null || !seen.version().equals(version)) {
            ConfigurationState state = state(written.data());
            if (!written.cache().synced() || !kept.cache().synced()) {
                return state;
            }
            seen = new Seen(version, state);
            report(state);
        }
        return seen.state();
    }

    private ConfigurationState state(Optional<Map<String, String>> data) {
        Optional<ReadConfiguration> read = data.map(present -> ConfigurationReader.read(present, surroundings));
        if (read.isEmpty()) {
            Problem missing = Problem.configuration(
                    "", "does not exist in the namespace " + written.key().namespace() + ": create it again");
            return new ConfigurationState(written.key(), lastGood(), Map.of(), List.of(missing), List.of());
        }
        return new ConfigurationState(
                written.key(),
                read.get().value().or(this::lastGood),
                data.get(),
                read.get().problems(),
                read.get().notes());
    }

    private Optional<Configuration> lastGood() {
        return Optional.ofNullable(seen).flatMap(last -> last.state().inForce()).or(() -> kept.data()
                .flatMap(data -> ConfigurationReader.read(data, surroundings).value()));
    }

    private static void report(ConfigurationState state) {
        if (state.problems().isEmpty()) {
            LOG.info(
                    "Configuration read runtimes={}",
                    state.inForce().orElseThrow().catalogue().names());
            state.notes().forEach(note -> LOG.info("Configuration read otherwise than written note={}", note));
        } else {
            LOG.error("Configuration refused because={}", state.message());
        }
    }
}
