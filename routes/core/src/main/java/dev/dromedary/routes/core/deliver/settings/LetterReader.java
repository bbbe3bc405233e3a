package dev.dromedary.routes.core.deliver.settings;

import dev.dromedary.crd.FunctionName;
import dev.dromedary.crd.ObjectName;
import dev.dromedary.crd.deliver.DeadLetterSpec;
import dev.dromedary.routes.core.deliver.LetterTarget;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads {@code deadLetter}.
 *
 * @param entries where problems are noted
 */
record LetterReader(Entries entries) {

    private static final String FIELD = "deadLetter";
    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final Pattern SUBJECT = Pattern.compile("(?=.{1,255}$)[a-zA-Z0-9_$-]+(\\.[a-zA-Z0-9_$-]+)*");
    private static final int LONGEST_URL = 2048;

    /** Which places it names. */
    static Set<Honours.Letters> kinds(DeadLetterSpec said) {
        Set<Honours.Letters> kinds = EnumSet.noneOf(Honours.Letters.class);
        note(kinds, Honours.Letters.KAFKA, said.kafka());
        note(kinds, Honours.Letters.NATS, said.nats());
        note(kinds, Honours.Letters.HTTP, said.http());
        note(kinds, Honours.Letters.FUNCTION, said.function());
        return kinds;
    }

    /** Where to; empty: nowhere, or not as written. */
    Optional<LetterTarget> target(DeadLetterSpec said, Honours honours) {
        if (said == null) {
            return Optional.empty();
        }
        Set<Honours.Letters> kinds = kinds(said);
        if (kinds.size() != 1) {
            entries.wrong(FIELD, "must say one place: kafka, nats, http or function");
            return Optional.empty();
        }
        Honours.Letters kind = kinds.iterator().next();
        if (!honours.letters().contains(kind)) {
            entries.wrong(
                    FIELD + "." + written(kind),
                    honours.source() + " cannot keep events there: write "
                            + honours.letters().stream()
                                    .sorted()
                                    .map(LetterReader::written)
                                    .collect(Collectors.joining(" or ")));
            return Optional.empty();
        }
        return switch (kind) {
            case KAFKA -> topic(said.kafka().topic());
            case NATS -> subject(said.nats().subject());
            case HTTP -> address(said.http());
            case FUNCTION -> function(said.function().name());
        };
    }

    private Optional<LetterTarget> topic(String topic) {
        return topic != null && TOPIC.matcher(topic).matches()
                ? Optional.of(new LetterTarget.Kafka(topic))
                : wrong("kafka.topic", "must be the name of a Kafka topic: letters, digits, . _ -");
    }

    private Optional<LetterTarget> subject(String subject) {
        return subject != null && SUBJECT.matcher(subject).matches()
                ? Optional.of(new LetterTarget.Nats(subject))
                : wrong("nats.subject", "must be a NATS subject without wildcards, such as orders.failed");
    }

    private Optional<LetterTarget> address(DeadLetterSpec.HttpSpec said) {
        Optional<String> secret = Optional.ofNullable(said.secret()).filter(name -> !name.isEmpty());
        Optional<String> trouble = secret.flatMap(ObjectName::trouble);
        if (trouble.isPresent()) {
            return wrong("http.secret", trouble.get());
        }
        return Optional.ofNullable(said.url())
                .filter(text -> text.length() <= LONGEST_URL)
                .flatMap(LetterReader::uri)
                .<LetterTarget>map(url -> new LetterTarget.Http(url, secret))
                .or(() -> wrong(
                        "http.url", "must be such as https://example.com/failed, without user, password or fragment"));
    }

    private Optional<LetterTarget> function(String name) {
        return FunctionName.problem(name).isEmpty()
                ? Optional.of(new LetterTarget.Function(name))
                : wrong("function.name", "must be the name of a Function in the same namespace");
    }

    private Optional<LetterTarget> wrong(String field, String remedy) {
        entries.wrong(FIELD + "." + field, remedy);
        return Optional.empty();
    }

    private static Optional<URI> uri(String text) {
        try {
            URI uri = new URI(text);
            boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
            return http && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null
                    ? Optional.of(uri)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static void note(Set<Honours.Letters> kinds, Honours.Letters kind, Object said) {
        if (said != null) {
            kinds.add(kind);
        }
    }

    private static String written(Honours.Letters kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
