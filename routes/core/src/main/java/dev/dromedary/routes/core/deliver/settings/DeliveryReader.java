package dev.dromedary.routes.core.deliver.settings;

import dev.dromedary.crd.Problem;
import dev.dromedary.crd.Reading;
import dev.dromedary.crd.deliver.BackoffSpec;
import dev.dromedary.crd.deliver.BatchSpec;
import dev.dromedary.crd.deliver.DeliverySpec;
import dev.dromedary.routes.core.deliver.Backoff;
import dev.dromedary.routes.core.deliver.Batching;
import dev.dromedary.routes.core.deliver.Delivery;
import dev.dromedary.routes.core.deliver.Filter;
import dev.dromedary.routes.core.deliver.LetterTarget;
import dev.dromedary.routes.core.deliver.Mode;
import dev.dromedary.routes.core.deliver.OnExhausted;
import dev.dromedary.routes.core.deliver.Ordering;
import dev.dromedary.routes.core.deliver.Success;
import dev.dromedary.routes.core.deliver.pattern.PatternFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a {@code delivery} block: what it leaves open the installation says, and else {@link Delivery#DEFAULT}. */
public final class DeliveryReader {

    private static final Pattern STATUS = Pattern.compile("[1-5]([0-9][0-9]|xx)");
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration YEAR = Duration.ofDays(366);
    private static final Duration LONGEST_WINDOW = Duration.ofMinutes(5);
    private static final long BATCH_BYTES = 1 << 20;
    private static final int MOST = 10_000;
    private static final int MOST_CALLS = 1_000;
    private static final int HUNDRED = 100;

    private final DeliverySpec own;
    private final Merge merge;
    private final Entries entries;

    private DeliveryReader(Merge merge, String path) {
        this.own = merge.own();
        this.merge = merge;
        this.entries = new Entries(path, new ArrayList<>());
    }

    /**
     * Reads a trigger's.
     *
     * @param spec {@code null}: the trigger says nothing
     * @param standard what the installation says
     * @param honours what the source can do; what it cannot is a problem where the trigger says it
     */
    public static Reading<Delivery> read(DeliverySpec spec, InstallationDefault standard, Honours honours) {
        DeliverySpec own = spec == null ? Merge.nothing() : spec;
        return read(new Merge(own, standard.spec(), honours), "spec.delivery");
    }

    static Reading<Delivery> read(Merge merge, String path) {
        DeliveryReader reader = new DeliveryReader(merge, path);
        Delivery delivery = reader.delivery();
        List<Problem> problems = List.copyOf(reader.entries.problems());
        return new Reading<>(problems.isEmpty() ? Optional.of(delivery) : Optional.empty(), problems, List.of());
    }

    private Delivery delivery() {
        DeliverySpec said = merge.merged();
        Delivery usual = Delivery.DEFAULT;
        Honours honours = merge.honours();
        checkWhatTheSourceCanDo(honours);
        checkContradictions();
        boolean once = merge.isAtMostOnce();
        Optional<LetterTarget> letters = new LetterReader(entries).target(said.deadLetter(), honours);
        boolean byItself = said.deadLetter() == null && said.onExhausted() == null && !once;
        return new Delivery(
                entries.choice(said.mode(), "mode", Mode.values()).orElse(usual.mode()),
                once ? 1 : entries.number(said.attempts(), "attempts", 1, MOST).orElse(usual.attempts()),
                said.backoff() == null ? usual.backoff() : backoff(said.backoff(), usual.backoff()),
                entries.duration(said.timeout(), "timeout", DAY),
                entries.duration(said.maxAge(), "maxAge", YEAR),
                said.success() == null ? usual.success() : success(said.success()),
                entries.choice(said.ordering(), "ordering", Ordering.values()).orElse(honours.usual()),
                entries.number(said.concurrency(), "concurrency", 1, MOST_CALLS).orElse(usual.concurrency()),
                said.batch() == null ? usual.batching() : batching(said.batch()),
                filter(said),
                byItself ? honours.own() : letters,
                once ? OnExhausted.DROP : onExhausted(said, usual));
    }

    private void checkWhatTheSourceCanDo(Honours honours) {
        boolean known = Stream.of(Ordering.values())
                .anyMatch(ordering -> Entries.written(ordering).equals(own.ordering()));
        if (known && !merge.canKeepTo(own.ordering())) {
            entries.wrong(
                    "ordering",
                    honours.source() + " cannot keep to " + own.ordering() + ": remove it, or say "
                            + String.join(
                                    " or ",
                                    honours.orderings().stream()
                                            .sorted()
                                            .map(Entries::written)
                                            .toList()));
        }
        if (own.batch() != null && !honours.batches()) {
            entries.wrong("batch", honours.source() + " cannot have batches: remove it");
        }
        if (own.filter() != null && !honours.filters()) {
            entries.wrong("filter", honours.source() + " has nothing to filter by: remove it");
        }
    }

    private void checkContradictions() {
        if (own.deadLetter() != null && own.onExhausted() != null) {
            entries.wrong("onExhausted", "is for events that no dead letter keeps: remove it, or deadLetter");
        }
        if (!merge.isAtMostOnce()) {
            return;
        }
        String why = own.mode() == null
                ? "has no effect under mode AtMostOnce, which the installation has: remove it, or say mode: AtLeastOnce"
                : "has no effect under mode AtMostOnce: remove it, or say AtLeastOnce";
        if (own.attempts() != null && own.attempts() > 1) {
            entries.wrong("attempts", why);
        }
        if (own.deadLetter() != null) {
            entries.wrong("deadLetter", why);
        }
        if (own.onExhausted() != null) {
            entries.wrong("onExhausted", why);
        }
    }

    private Backoff backoff(BackoffSpec said, Backoff usual) {
        Optional<Duration> initial = entries.duration(said.initial(), "backoff.initial", DAY);
        Optional<Duration> max = entries.duration(said.max(), "backoff.max", DAY);
        if (initial.isPresent() && max.isPresent() && initial.get().compareTo(max.get()) > 0) {
            entries.wrong("backoff.max", "must not be shorter than backoff.initial");
        }
        return new Backoff(
                initial.orElseGet(() -> shorter(usual.initial(), max.orElse(usual.max()))),
                max.orElseGet(() -> longer(usual.max(), initial.orElse(usual.initial()))),
                entries.number(said.multiplier(), "backoff.multiplier", 1, 10).orElse(usual.multiplier()),
                entries.number(said.jitter(), "backoff.jitter", 0, 1).orElse(usual.jitter()));
    }

    private Success success(List<String> said) {
        Set<Integer> classes = new HashSet<>();
        Set<Integer> statuses = new HashSet<>();
        if (said.isEmpty()) {
            entries.wrong("success", "must name at least one class or status, such as 2xx");
        }
        for (String text : said) {
            if (text == null || !STATUS.matcher(text).matches()) {
                entries.wrong(
                        "success", "has '" + text + "', which is no class or status: write such as 2xx or \"404\"");
            } else if (text.endsWith("xx")) {
                classes.add(text.charAt(0) - '0');
            } else {
                statuses.add(Integer.parseInt(text));
            }
        }
        statuses.removeIf(status -> classes.contains(status / HUNDRED));
        return new Success(Set.copyOf(classes), Set.copyOf(statuses));
    }

    private Batching batching(BatchSpec said) {
        if (said.size() == null) {
            entries.wrong("batch.size", "is missing: say how many events a batch may have");
        }
        return new Batching(
                entries.number(said.size(), "batch.size", 1, MOST).orElse(1),
                entries.bytes(said.bytes(), "batch.bytes").orElse(BATCH_BYTES),
                entries.window(said.window(), "batch.window", LONGEST_WINDOW).orElse(Duration.ZERO));
    }

    private Filter filter(DeliverySpec said) {
        return said.filter() == null || said.filter().isNull()
                ? Filter.ALL
                : PatternFilter.read(said.filter(), entries.path() + ".filter", entries.problems());
    }

    private OnExhausted onExhausted(DeliverySpec said, Delivery usual) {
        return entries.choice(said.onExhausted(), "onExhausted", OnExhausted.values())
                .orElse(usual.onExhausted());
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? other : one;
    }
}
