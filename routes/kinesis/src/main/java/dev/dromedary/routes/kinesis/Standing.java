package dev.dromedary.routes.kinesis;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import dev.dromedary.routes.kinesis.consume.Situation;

/** How a trigger's consumer is, as a condition. */
final class Standing {

    private Standing() {}

    static Condition of(Situation situation) {
        return switch (situation) {
            case Situation.Reading reading ->
                Condition.of(Condition.CONSUMING, true, Reason.Consuming, "The stream is read");
            case Situation.Starting starting -> not(Reason.Connecting, "The stream is being asked for");
            case Situation.Stopped stopped -> not(Reason.Connecting, "The route has not started yet, or was stopped");
            case Situation.Missing missing -> not(Reason.SourceMissing, missing.message());
            case Situation.Unreachable unreachable -> not(Reason.SourceUnreachable, unreachable.message());
            case Situation.Refused refused -> not(Reason.SourceRefused, refused.message());
            case Situation.Unfit unfit -> not(Reason.SourceRefused, unfit.message());
            case Situation.Troubled troubled -> not(Reason.SourceTroubled, troubled.message());
        };
    }

    private static Condition not(Reason reason, String message) {
        return Condition.of(Condition.CONSUMING, false, reason, message);
    }
}
