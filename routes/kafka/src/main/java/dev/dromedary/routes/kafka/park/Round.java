package dev.dromedary.routes.kafka.park;

import java.time.Duration;
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
    private final Map<TopicPartition, Long> known = new HashMap<>();
    private long surveyed;
    private boolean doubts;
    private boolean settled;

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

    /**
     * How long nobody needs to look again.
     *
     * @param quiet partitions that are listened to
     */
    Duration pause(Map<TopicPartition, Long> quiet, long now) {
        Set<TopicPartition> all = all();
        if (settled) {
            all.removeIf(partition ->
                    quiet.containsKey(partition) && quiet.get(partition).equals(known.get(partition)));
        }
        return settled && all.isEmpty() ? pace.topics().minusNanos(now - surveyed) : pace.between(all.size());
    }

    /** The partitions that all who are parked have read to their end, and where that is. */
    Map<TopicPartition, Long> silent() {
        Map<TopicPartition, Long> silent = new HashMap<>(known);
        silent.keySet().retainAll(all());
        vigils.values().forEach(vigil -> vigil.gaps(known).keySet().forEach(silent::remove));
        return silent;
    }

    /**
     * Looks once.
     *
     * @param quiet partitions that nothing has come to since the last look: they are asked for now and then all the same
     * @param parked whoever is
     * @return why no broker answered; empty: they did
     */
    Optional<Throwable> go(Questions ask, Map<TopicPartition, Long> quiet, Collection<Stand> parked, long now)
            throws InterruptedException, ExecutionException, TimeoutException {
        vigils.keySet().retainAll(new HashSet<>(parked));
        parked.forEach(stand -> vigils.computeIfAbsent(stand, any -> new Vigil(pace, stand.vain(), now)));
        survey(ask, now);
        Seen seen = see(ask, surveyed == now ? Map.of() : quiet, now);
        List.copyOf(vigils.keySet()).forEach(stand -> conclude(stand, seen));
        doubts = !seen.ends().failed().isEmpty();
        settled = !doubts
                && seen.committed().failed().isEmpty()
                && seen.members().failed().isEmpty()
                && vigils.values().stream().allMatch(Vigil::isSurveyed);
        // Nobody was asked for those that are quiet: what is wrong with others says nothing of them.
        boolean whole = known.size() == seen.ends().found().size();
        return !whole ? Optional.empty() : seen.ends().trouble().or(seen.committed()::trouble);
    }

    private Seen see(Questions ask, Map<TopicPartition, Long> quiet, long now) throws InterruptedException {
        Set<TopicPartition> asked = all();
        known.entrySet().retainAll(quiet.entrySet());
        asked.removeAll(known.keySet());
        Answers<TopicPartition, Long> ends = ask.ends(asked);
        known.putAll(ends.found());
        Map<Stand, Vigil> open = new HashMap<>();
        vigils.forEach((stand, vigil) -> {
            if (surveyed == now || vigil.isOpen(known)) {
                open.put(stand, vigil);
            }
        });
        Answers<String, Map<TopicPartition, OffsetAndMetadata>> committed = ask.committed(groups(open));
        open.forEach((stand, vigil) -> Optional.ofNullable(
                        committed.found().get(stand.parked().group()))
                .ifPresent(vigil::committed));
        open.values().removeIf(vigil -> !vigil.isOpen(known));
        return new Seen(ends, committed, ask.members(groups(open)), now);
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
        Map<TopicPartition, Gap> gaps = vigil.gaps(known);
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
