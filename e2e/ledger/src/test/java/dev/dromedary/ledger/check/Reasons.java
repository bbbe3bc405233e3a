package dev.dromedary.ledger.check;

import java.util.stream.Stream;

/** Whether dead letters say what the function did. */
final class Reasons {

    private Reasons() {}

    static Stream<String> untrue(Facts facts) {
        return facts.history().letters().stream()
                .filter(letter -> !isTrue(letter, facts))
                .map(letter -> letter + ", but the function did this: " + facts.calls(letter.event()));
    }

    private static boolean isTrue(Lettered letter, Facts facts) {
        long failures = count(letter, facts, Answer::isFailure);
        long refusals = count(letter, facts, answer -> answer == Answer.REFUSED);
        boolean called = letter.attempts() >= 1 && letter.attempts() <= failures + refusals + unseen(facts);
        return switch (letter.reason()) {
            case "Refused" -> refusals > 0 && called;
            case "Exhausted" -> refusals == 0 && failures > 0 && called;
            default -> false;
        };
    }

    /** A call that goes down with the function's port counts as an attempt, although the function may not have had it whole. */
    private static long unseen(Facts facts) {
        return facts.history().blows().stream()
                .filter(blow -> blow.kind() == Blow.Kind.FUNCTION)
                .count();
    }

    private static long count(Lettered letter, Facts facts, java.util.function.Predicate<Answer> which) {
        return facts.calls(letter.event()).stream()
                .map(Delivered::answer)
                .filter(which)
                .count();
    }
}
