package dev.dromedary.routes.core.source;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import java.util.Comparator;
import java.util.List;

/**
 * A kind's words for how the consumers of a trigger are.
 *
 * @param reading they read
 * @param asked they are on their way
 * @param waiting they do without their source until there is more
 * @param nobody there are none, for no function is selected, or too many
 */
public record Wording(String reading, String asked, String waiting, String nobody) {

    /** Of a kind that never waits, and whose triggers name their function. */
    public Wording(String reading, String asked) {
        this(reading, asked, reading, "Nothing is read: no Function is selected");
    }

    /** The same for a kind that waits. */
    public Wording waiting(String words) {
        return new Wording(reading, asked, words, nobody);
    }

    /** The same for a kind whose triggers select functions. */
    public Wording nobody(String words) {
        return new Wording(reading, asked, waiting, words);
    }

    /** How they are, as the condition {@code Consuming}: the worst of them, for the others are as they should be. */
    public Condition standing(List<Situation> situations) {
        return situations.stream()
                .map(this::standing)
                .min(Comparator.comparing(Wording::rank))
                .orElseGet(() -> not(Reason.FunctionMissing, nobody));
    }

    /** What is wrong goes before what is on its way. */
    private static int rank(Condition condition) {
        if (condition.holds()) {
            return 2;
        }
        return Reason.Connecting.name().equals(condition.reason()) ? 1 : 0;
    }

    private Condition standing(Situation situation) {
        return switch (situation) {
            case Situation.Reading any -> holds(reading);
            case Situation.Waiting any -> holds(waiting);
            case Situation.Starting any -> not(Reason.Connecting, asked);
            case Situation.Stopped any -> not(Reason.Connecting, "The route has not started yet, or was stopped");
            case Situation.Missing missing -> not(Reason.SourceMissing, missing.message());
            case Situation.Unreachable unreachable -> not(Reason.SourceUnreachable, unreachable.message());
            case Situation.Refused refused -> not(Reason.SourceRefused, refused.message());
            case Situation.Unfit unfit -> not(Reason.SourceRefused, unfit.message());
            case Situation.Overrun overrun -> not(Reason.SourceTroubled, overrun.message());
            case Situation.Troubled troubled -> not(Reason.SourceTroubled, troubled.message());
        };
    }

    private static Condition holds(String message) {
        return Condition.of(Condition.CONSUMING, true, Reason.Consuming, message);
    }

    private static Condition not(Reason reason, String message) {
        return Condition.of(Condition.CONSUMING, false, reason, message);
    }
}
