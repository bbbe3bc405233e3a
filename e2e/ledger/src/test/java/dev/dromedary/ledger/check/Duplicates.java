package dev.dromedary.ledger.check;

import java.util.Map;
import java.util.stream.Stream;

/** How often events were taken that had been taken before. */
final class Duplicates {

    private Duplicates() {}

    static long count(Facts facts) {
        long count = 0;
        for (Map.Entry<Place, ?> event : facts.byEvent()) {
            long taken = facts.calls(event.getKey()).stream()
                    .filter(call -> call.answer() == Answer.TAKEN)
                    .count();
            count += Math.max(0, taken - 1);
        }
        return count;
    }

    static Stream<String> tooMany(Facts facts, Bounds bounds) {
        long count = count(facts);
        double most = bounds.duplicates() * facts.history().sent().size();
        return count <= most ? Stream.empty() : Stream.of(count + " duplicates, of " + (long) most + " that may be");
    }
}
