package dev.dromedary.ledger.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Whether the group's position told the truth, whenever it was looked at. */
final class Commits {

    private Commits() {}

    static Stream<String> uncommitted(Facts facts) {
        List<Sample> samples = facts.history().samples();
        Map<Integer, Long> committed =
                samples.isEmpty() ? Map.of() : samples.getLast().committed();
        Map<Integer, Long> last = facts.history().sent().stream()
                .map(Sent::place)
                .collect(Collectors.toMap(Place::partition, Place::offset, Math::max));
        return last.entrySet().stream()
                .filter(entry -> committed.getOrDefault(entry.getKey(), 0L) <= entry.getValue())
                .map(entry -> "partition " + entry.getKey() + " is committed up to " + committed.get(entry.getKey())
                        + ", and its last event is " + entry.getValue());
    }

    /**
     * Each event is looked at once: in the first sample that is past it. Later ones are past it too, or the position went back, which delivers it again
     * and is no loss.
     */
    static Stream<String> pastOpen(Facts facts) {
        List<String> found = new ArrayList<>();
        Map<Integer, Long> looked = new HashMap<>();
        Map<Integer, List<Sent>> partitions = partitions(facts);
        for (Sample sample : facts.history().samples()) {
            sample.committed().forEach((partition, committed) -> {
                List<Sent> all = partitions.getOrDefault(partition, List.of());
                int from = Math.toIntExact(looked.getOrDefault(partition, 0L));
                while (from < all.size() && all.get(from).place().offset() < committed) {
                    Sent sent = all.get(from++);
                    if (isOpen(sent.place(), sample, facts)) {
                        found.add("at " + sample.at() + " " + committed + " was committed, and " + sent
                                + " was not done with: " + facts.calls(sent.place()));
                    }
                }
                looked.put(partition, (long) from);
            });
        }
        return found.stream();
    }

    private static boolean isOpen(Place event, Sample sample, Facts facts) {
        return facts.taken(event) > sample.at()
                && facts.letters(event).stream()
                        .map(Lettered::stored)
                        .noneMatch(stored -> stored.offset() < sample.letters().getOrDefault(stored.partition(), 0L));
    }

    private static Map<Integer, List<Sent>> partitions(Facts facts) {
        return facts.history().sent().stream()
                .sorted(Comparator.comparing(Sent::place))
                .collect(Collectors.groupingBy(sent -> sent.place().partition()));
    }

    static Stream<String> again(Facts facts) {
        List<String> found = new ArrayList<>();
        Map<Integer, Long> committed = new HashMap<>();
        var samples = facts.history().samples().iterator();
        Sample next = samples.hasNext() ? samples.next() : null;
        List<Delivered> calls = new ArrayList<>(facts.history().delivered());
        calls.sort(Comparator.comparingLong(Delivered::came));
        for (Delivered call : calls) {
            while (next != null && next.at() < call.came()) {
                next.committed().forEach((partition, offset) -> committed.merge(partition, offset, Math::max));
                next = samples.hasNext() ? samples.next() : null;
            }
            long done = committed.getOrDefault(call.place().partition(), 0L);
            boolean first = facts.calls(call.place()).getFirst().equals(call);
            if (!first && call.place().offset() < done) {
                found.add(call + " came again, after " + done + " was committed");
            }
        }
        return found.stream();
    }
}
