package dev.dromedary.ledger.check;

import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which kills hit while events were under way. */
final class Kills {

    private Kills() {}

    static List<Blow> all(Facts facts) {
        return facts.history().blows().stream()
                .filter(blow -> blow.kind() == Blow.Kind.KILL)
                .toList();
    }

    /**
     * How many: those that an event shows, which had come before, was taken or not answered yet, and came again after. What the function did not take comes
     * again without a kill, and shows nothing.
     */
    static int hits(Facts facts) {
        NavigableSet<Long> left = new TreeSet<>();
        all(facts).forEach(kill -> left.add(kill.at()));
        int all = left.size();
        for (var event : facts.byEvent()) {
            List<Delivered> calls = event.getValue();
            for (int i = 1; i < calls.size(); i++) {
                Delivered before = calls.get(i - 1);
                left.subSet(before.came(), true, calls.get(i).came(), true)
                        .removeIf(kill -> before.answer() == Answer.TAKEN || before.kept() > kill);
            }
        }
        return all - left.size();
    }

    static Stream<String> missed(Facts facts, Bounds bounds) {
        int all = all(facts).size();
        int hits = hits(facts);
        return hits >= bounds.hits() * all
                ? Stream.empty()
                : Stream.of(hits + " of " + all + " kills hit while events were under way");
    }
}
