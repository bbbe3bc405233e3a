package dev.dromedary.ledger.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Whether events of a key came one after another. */
final class Order {

    private Order() {}

    static Stream<String> disorder(Facts facts) {
        List<String> found = new ArrayList<>();
        Map<String, Sent> before = new HashMap<>();
        facts.history().sent().stream()
                .sorted(java.util.Comparator.comparingLong(
                        sent -> sent.content().number()))
                .forEach(sent -> {
                    Sent last = before.put(sent.content().key(), sent);
                    if (last != null && !isAfter(last.place(), sent.place(), facts)) {
                        found.add(sent + " came before " + last + " was done with: " + facts.calls(sent.place())
                                + " and " + facts.calls(last.place()));
                    }
                });
        return found.stream();
    }

    private static boolean isAfter(Place last, Place next, Facts facts) {
        if (facts.calls(last).isEmpty() || facts.calls(next).isEmpty()) {
            return facts.calls(next).isEmpty();
        }
        long came = facts.calls(next).getFirst().came();
        return facts.isTaken(last)
                ? facts.taken(last) <= came
                : facts.calls(last).getFirst().came() < came;
    }
}
