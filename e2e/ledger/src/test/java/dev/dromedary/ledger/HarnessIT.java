package dev.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.ledger.check.Bounds;
import dev.dromedary.ledger.check.Report;
import dev.dromedary.ledger.check.Rule;
import org.junit.jupiter.api.Test;

/** The harness finds nothing where nothing is wrong, and sees loss where there is some: tried on a plain loop, without Dromedary. */
class HarnessIT {

    private static final Size SIZE = new Size(1_500, 4);

    /** Each kill, each change of the group and the broker's end may have it take again the 200 that it had polled. */
    private static final Bounds BOUNDS = new Bounds(2, 0.5);

    private static final long SEED = 1;

    @Test
    void aLoopThatCommitsWhatIsDoneLosesNothing() {
        Report report = report("careful", false);
        System.out.println("ledger: a careful loop: " + report);
        assertThat(report.rules()).as(report.toString()).isEmpty();
    }

    @Test
    void aLoopThatCommitsEarlyLosesEventsAndIsCaught() {
        Report report = report("early", true);
        System.out.println("ledger: an early loop: " + report);
        assertThat(report.rules()).contains(Rule.NOTHING_LOST, Rule.NO_COMMIT_PAST_OPEN);
    }

    private static Report report(String name, boolean early) {
        try (Trial trial = new Trial(name, SIZE, SEED);
                PlainLoop loop = new PlainLoop(trial.brokers(), trial.function(), early)) {
            return Report.of(trial.run(loop), BOUNDS);
        }
    }
}
