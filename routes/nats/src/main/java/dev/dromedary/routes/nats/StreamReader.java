package dev.dromedary.routes.nats;

import dev.dromedary.crd.GoDuration;
import dev.dromedary.crd.Problem;
import dev.dromedary.crd.nats.JetStreamSpec;
import dev.dromedary.routes.nats.consume.Terms;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads which stream a trigger means, and how its consumer in it is to be.
 *
 * @param problems where it is noted what is wrong
 */
record StreamReader(List<Problem> problems) {

    private static final Pattern NAME = Pattern.compile("[^\\s.*>/\\\\\\p{Cntrl}]{1,255}");
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);
    private static final int MOST = 100_000;

    /** The server's own: a consumer that is ours alone has what the trigger says, also after it said another thing. */
    private static final Duration ACK_WAIT = Duration.ofSeconds(30);

    private static final int MOST_PENDING = 1000;

    /**
     * Reads it.
     *
     * @param ordered whether messages go one after another, of all copies of the router
     * @return what counts only where nothing is wrong
     */
    Optional<NatsPlan.Kept> read(JetStreamSpec spec, boolean ordered) {
        if (spec.stream() == null || !NAME.matcher(spec.stream()).matches()) {
            wrong("stream", "must be the name of a stream, without white space . * > / \\");
        }
        if (spec.durable() != null
                && !spec.durable().isEmpty()
                && !NAME.matcher(spec.durable()).matches()) {
            wrong("durable", "must be the name of a consumer, without white space . * > / \\");
        }
        boolean ours = spec.durable() == null || spec.durable().isEmpty();
        Optional<Duration> ackWait = ackWait(spec.ackWait());
        Optional<Integer> most = most(spec, ordered);
        return Optional.of(new NatsPlan.Kept(
                spec.stream(),
                new Terms(
                        start(spec.startPosition()),
                        ours ? ackWait.or(() -> Optional.of(ACK_WAIT)) : ackWait,
                        ours ? most.or(() -> Optional.of(MOST_PENDING)) : most)));
    }

    private Terms.Start start(String text) {
        return switch (text == null ? "" : text) {
            case "", "new" -> new Terms.New();
            case "all" -> new Terms.All();
            default -> time(text);
        };
    }

    private Terms.Start time(String text) {
        try {
            return new Terms.At(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException e) {
            wrong("startPosition", "must be new, all or a time such as 2026-01-31T12:00:00Z");
            return new Terms.New();
        }
    }

    private Optional<Duration> ackWait(String text) {
        if (text == null || text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> wait = GoDuration.parse(text);
        if (wait.isEmpty()) {
            wrong("ackWait", "must be a duration: " + GoDuration.FORM);
        } else if (wait.get().compareTo(SHORTEST) < 0 || wait.get().compareTo(LONGEST) > 0) {
            wrong("ackWait", "must be 1s to 24h");
        }
        return wait;
    }

    /** One that is unsettled keeps all others back, in whichever copy it is. */
    private Optional<Integer> most(JetStreamSpec spec, boolean ordered) {
        Integer said = spec.maxAckPending();
        if (said != null && (said < 1 || said > MOST)) {
            wrong("maxAckPending", "must be 1 to " + MOST);
        }
        if (ordered && said != null && said > 1) {
            wrong("maxAckPending", "must be 1 with delivery.ordering: Source: remove it");
        }
        return ordered ? Optional.of(1) : Optional.ofNullable(said);
    }

    private void wrong(String field, String remedy) {
        problems.add(Problem.invalid("spec.jetStream." + field, remedy));
    }
}
