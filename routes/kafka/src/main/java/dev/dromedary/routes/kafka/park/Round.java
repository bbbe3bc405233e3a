package dev.dromedary.routes.kafka.park;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Looks at all routes of a cluster that are parked, once each time. On the lookout's thread alone. */
final class Round {

    private final Pace pace;
    private final Waking waking;
    private final Map<Stand, Vigil> vigils = new HashMap<>();
    private long surveyed;
    private boolean doubts;

    /** What has them run again. */
    interface Waking {

        /** Now. */
        void wake(Stand stand, Parked.Known known);

        /** If there is room; whether there is. */
        boolean begin(Stand stand, Parked.Known known);
    }

    Round(Pace pace, Waking waking) {
        this.pace = pace;
        this.waking = waking;
    }

    /** How many partitions were looked at. */
    int partitions() {
        return vigils.values().stream()
                .mapToInt(vigil -> vigil.partitions().size())
                .sum();
    }

    /**
     * Looks once.
     *
     * @param parked whoever is
     * @return why no broker answered; empty: they did
     */
    Optional<Throwable> go(Questions ask, Collection<Stand> parked, long now)
            throws InterruptedException, ExecutionException, TimeoutException {
        vigils.keySet().retainAll(new HashSet<>(parked));
        parked.forEach(stand -> vigils.computeIfAbsent(stand, any -> new Vigil(pace, stand.vain(), now)));
        survey(ask, now);
        Answers<TopicPartition, Long> ends = ask.ends(all());
        Map<Stand, Vigil> open = new HashMap<>();
        vigils.forEach((stand, vigil) -> {
            if (surveyed == now || vigil.isOpen(ends.found())) {
                open.put(stand, vigil);
            }
        });
        Answers<String, Map<TopicPartition, OffsetAndMetadata>> committed = ask.committed(groups(open));
        open.forEach((stand, vigil) -> Optional.ofNullable(
                        committed.found().get(stand.parked().group()))
                .ifPresent(vigil::committed));
        open.values().removeIf(vigil -> !vigil.isOpen(ends.found()));
        Answers<String, Boolean> members = ask.members(groups(open));
        Seen seen = new Seen(ends, committed, members, now);
        List.copyOf(vigils.keySet()).forEach(stand -> conclude(stand, seen));
        doubts = !ends.failed().isEmpty();
        return ends.trouble().or(committed::trouble);
    }

    private Set<TopicPartition> all() {
        Set<TopicPartition> all = new HashSet<>();
        vigils.values().forEach(vigil -> all.addAll(vigil.partitions()));
        return all;
    }

    /** What a round has seen. */
    private record Seen(
            Answers<TopicPartition, Long> ends,
            Answers<String, Map<TopicPartition, OffsetAndMetadata>> committed,
            Answers<String, Boolean> members,
            long now) {

        /** What keeps a group from being judged. */
        Optional<Throwable> trouble(String group) {
            return Optional.ofNullable(committed.failed().get(group))
                    .or(() -> Optional.ofNullable(members.failed().get(group)));
        }

        /** What keeps a part of its partitions from being looked at. */
        Optional<Throwable> trouble(Vigil vigil) {
            return vigil.partitions().stream()
                    .filter(ends.failed()::containsKey)
                    .findFirst()
                    .map(ends.failed()::get);
        }
    }

    /** Whether there are new partitions, and somebody has moved positions: of those that are new here, else of all, now and then. */
    private void survey(Questions ask, long now) throws InterruptedException, ExecutionException, TimeoutException {
        boolean due = doubts || now - surveyed >= pace.topics().toNanos();
        Map<Stand, Vigil> asked = new HashMap<>(vigils);
        asked.values().removeIf(vigil -> !due && vigil.isSurveyed());
        if (asked.isEmpty()) {
            return;
        }
        boolean named =
                asked.keySet().stream().allMatch(stand -> stand.parked().topic().isPresent());
        Set<String> there = named ? Set.of() : ask.topics();
        Map<Stand, Set<String>> topics = new HashMap<>();
        asked.keySet().forEach(stand -> topics.put(stand, topics(stand.parked(), there)));
        Answers<String, Set<TopicPartition>> partitions =
                ask.partitions(topics.values().stream().flatMap(Set::stream).collect(Collectors.toSet()));
        asked.forEach((stand, vigil) -> survey(stand, vigil, topics.get(stand), partitions));
        if (due) {
            surveyed = now;
        }
    }

    private static Set<String> topics(Parked parked, Set<String> there) {
        return parked.topic()
                .map(Set::of)
                .orElseGet(() -> there.stream().filter(parked::reads).collect(Collectors.toSet()));
    }

    /** A topic that is not there is the consumer's to speak of. */
    private void survey(Stand stand, Vigil vigil, Set<String> topics, Answers<String, Set<TopicPartition>> partitions) {
        Set<TopicPartition> found = new HashSet<>();
        for (String topic : topics) {
            Throwable failure = partitions.failed().get(topic);
            if (failure != null && !(failure instanceof UnknownTopicOrPartitionException)) {
                stand.parked().failed(failure);
                return;
            }
            found.addAll(partitions.found().getOrDefault(topic, Set.of()));
        }
        if (topics.stream().noneMatch(partitions.found()::containsKey)) {
            wake(stand, vigil);
        } else {
            vigil.surveyed(topics, found);
        }
    }

    private static Set<String> groups(Map<Stand, Vigil> of) {
        return of.keySet().stream().map(stand -> stand.parked().group()).collect(Collectors.toSet());
    }

    private void conclude(Stand stand, Seen seen) {
        Vigil vigil = vigils.get(stand);
        if (!vigil.isSurveyed()) {
            return;
        }
        Optional<Throwable> trouble = seen.trouble(stand.parked().group());
        if (trouble.isPresent()) {
            stand.parked().failed(trouble.get());
            return;
        }
        Map<TopicPartition, Gap> gaps = vigil.gaps(seen.ends().found());
        boolean members = seen.members().found().getOrDefault(stand.parked().group(), false);
        Vigil.Decision decision = vigil.decide(gaps, members, seen.now());
        if (decision == Vigil.Decision.STAY) {
            seen.trouble(vigil).ifPresentOrElse(failure -> doubted(stand, failure, seen), stand.parked()::waits);
            return;
        }
        stand.vain().woken(gaps, seen.now());
        if (decision == Vigil.Decision.WAKE) {
            wake(stand, vigil);
        } else if (waking.begin(stand, vigil.known())) {
            vigils.remove(stand);
        }
    }

    /** A partition that is not there any more does not answer either: it is looked for first. */
    private void doubted(Stand stand, Throwable failure, Seen seen) {
        if (surveyed == seen.now()) {
            stand.parked().failed(failure);
        }
    }

    private void wake(Stand stand, Vigil vigil) {
        vigils.remove(stand);
        waking.wake(stand, vigil.known());
    }
}
