package dev.dromedary.reconciler;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reason;
import dev.dromedary.reconciler.configuration.ConfigMapEntry;
import dev.dromedary.reconciler.configuration.ConfigurationState;
import dev.dromedary.reconciler.configuration.KeptConfiguration;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteBuilder;

/** A changed configuration is kept where it is good, and named in an Event where it is not. Functions follow by themselves. */
final class ConfigurationRoute extends RouteBuilder {

    /** The route's id. */
    static final String ID = "configuration";

    /** The name of the bean that lists what else concerns the configuration. */
    static final String RELATED = "keptConfiguration";

    private final ConfigMapEntry written;
    private final Supplier<ConfigurationState> configuration;
    private final KeptConfiguration kept;
    private volatile ConfigurationState announced;

    ConfigurationRoute(ConfigMapEntry written, Supplier<ConfigurationState> configuration, KeptConfiguration kept) {
        this.written = written;
        this.configuration = configuration;
        this.kept = kept;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        from("installation:configmaps?related=#" + RELATED)
                .routeId(ID)
                .autoStartup(false)
                .process(exchange -> exchange.getMessage().setBody(changed(configuration.get())))
                .id("keep")
                .enrich(EventRoute.ENTRY, (change, event) -> change)
                .id("announce");
    }

    private Announced changed(ConfigurationState state) {
        if (state.problems().isEmpty()) {
            kept.keep(state.data());
        }
        Optional<Announced.News> news = news(announced, state);
        announced = state;
        return () -> news;
    }

    /** Bad for another reason than before, good again, or good but not as written. */
    private Optional<Announced.News> news(ConfigurationState before, ConfigurationState now) {
        List<Problem> wrong = before == null ? List.of() : before.problems();
        List<String> notes = before == null ? List.of() : before.notes();
        if (!now.problems().isEmpty()) {
            return wrong.equals(now.problems())
                    ? Optional.empty()
                    : Optional.of(news(false, Reason.ConfigurationInvalid.name(), now.message()));
        }
        boolean otherwise = !now.notes().isEmpty() && !notes.equals(now.notes());
        return wrong.isEmpty() && !otherwise
                ? Optional.empty()
                : Optional.of(news(true, Condition.CONFIGURATION_IN_FORCE, inForce(now)));
    }

    private static String inForce(ConfigurationState state) {
        return Stream.concat(Stream.of("The configuration is in force"), state.notes().stream())
                .collect(Collectors.joining("; "));
    }

    private Announced.News news(boolean good, String reason, String note) {
        return new Announced.News(regarding(), good, reason, note);
    }

    private ObjectReference regarding() {
        return new ObjectReferenceBuilder()
                .withApiVersion("v1")
                .withKind("ConfigMap")
                .withNamespace(written.key().namespace())
                .withName(written.key().name())
                .withUid(written.object()
                        .map(object -> object.getMetadata().getUid())
                        .orElse(null))
                .build();
    }
}
