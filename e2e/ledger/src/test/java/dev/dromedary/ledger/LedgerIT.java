package dev.dromedary.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dromedary.ledger.check.Bounds;
import dev.dromedary.ledger.check.Report;
import dev.dromedary.ledger.check.Rule;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Nothing is lost, whatever is done to the router, the function and the broker; and were something lost, this would see it. {@link Size} says how
 * much is done; {@code -Ddromedary.seed} does the same again.
 */
class LedgerIT {

    private static final String AT_LEAST_ONCE =
            "{attempts: %d, backoff: {initial: 100ms, max: 1s}, timeout: %ds, ordering: Key, deadLetter: {kafka: {topic: letters}}}"
                    .formatted(Setting.ATTEMPTS, Setting.TIMEOUT.toSeconds());

    private static final String AT_MOST_ONCE =
            "{mode: AtMostOnce, timeout: %ds}".formatted(Setting.TIMEOUT.toSeconds());

    private static final Size SMALL = new Size(6_000, 3);

    /** Commits are a second apart: what was taken in the second before a kill comes again. */
    private static final Bounds BOUNDS = new Bounds(0.6, 0.8);

    @Test
    void nothingIsLost() {
        Report report = report("router", Size.told(), AT_LEAST_ONCE);
        System.out.println("proof: ledger, the router: " + report);
        assertThat(report.rules()).as(report.toString()).isEmpty();
    }

    @Test
    void aRouterThatCommitsBeforeItDeliversIsCaught() {
        Report report = report("early-router", SMALL, AT_MOST_ONCE);
        System.out.println("ledger: a router that commits first: " + report);
        assertThat(report.rules())
                .as(report.toString())
                .contains(Rule.NOTHING_LOST, Rule.NO_COMMIT_PAST_OPEN)
                .doesNotContain(Rule.BYTES_KEPT, Rule.HEADERS_TRUE);
    }

    private static Report report(String name, Size size, String delivery) {
        String told = System.getProperty("dromedary.seed", "");
        long seed = told.isEmpty() ? new Random().nextInt(1_000_000) : Long.parseLong(told);
        System.out.printf(
                "ledger: %s: dromedary.seed=%d dromedary.events=%d dromedary.kills=%d%n",
                name, seed, size.events(), size.kills());
        try (Trial trial = new Trial(name, size, seed);
                ShippedRouter router = new ShippedRouter(trial.brokers(), trial.function(), delivery)) {
            router.train(trial.folder().resolve("training.log"));
            return Report.of(trial.run(router), BOUNDS);
        }
    }
}
