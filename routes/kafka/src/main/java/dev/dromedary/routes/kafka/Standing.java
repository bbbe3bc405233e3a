package dev.dromedary.routes.kafka;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Reason;
import dev.dromedary.routes.kafka.consume.Situation;
import java.util.List;
import java.util.stream.Stream;

/** How a trigger's consumers are, as a condition: the worst of them, for the others are as they should be. */
final class Standing {

    private Standing() {}

    static Stream<Condition> of(List<Situation> situations) {
        return situations.stream()
                .map(Standing::of)
                .sorted((one, other) -> Boolean.compare(one.holds(), other.holds()))
                .limit(1);
    }

    private static Condition of(Situation situation) {
        return switch (situation) {
            case Situation.Reading reading ->
                Condition.of(Condition.CONSUMING, true, Reason.Consuming, "The topics are read");
            case Situation.Waiting waiting ->
                Condition.of(
                        Condition.CONSUMING,
                        true,
                        Reason.Consuming,
                        "The topics are looked at, and are read when there are records: for a while none has come");
            case Situation.Starting starting -> not(Reason.Connecting, "The brokers are being asked");
            case Situation.Stopped stopped -> not(Reason.Connecting, "The route has not started yet, or was stopped");
            case Situation.TopicMissing missing -> not(Reason.SourceMissing, missing.message());
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
