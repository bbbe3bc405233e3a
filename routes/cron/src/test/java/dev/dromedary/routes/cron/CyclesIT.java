package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.CronJobTrigger;
import dev.dromedary.kube.RealApiServer;
import dev.dromedary.routes.core.Cycles;
import dev.dromedary.routes.core.Leftovers;
import io.fabric8.kubernetes.api.model.ConfigMap;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What triggers that come and go leave behind: nothing. */
class CyclesIT {

    private static final int CYCLES = Cycles.COUNT;
    private static final int AT_ONCE = 10;
    private static final Duration SOON = Duration.ofSeconds(60);

    @Test
    void nothingIsLeftOfTriggersThatAreGone() throws Exception {
        try (CronLab lab = new CronLab(RealApiServer.shared())) {
            CronCopy copy = lab.copy();
            round(lab, copy, 0);
            Leftovers before = Leftovers.of(copy.camel());
            for (int i = AT_ONCE; i < CYCLES; i += AT_ONCE) {
                round(lab, copy, i);
            }
            before.awaitNoMore(() -> Leftovers.of(copy.camel()));
            await().atMost(SOON).untilAsserted(() -> assertThat(claims(lab)).isEmpty());
            assertThat(pages(lab)).hasSizeLessThanOrEqualTo(ConfigMapClaims.PAGES);
        }
    }

    /** Some come, have a tick each, say so, and go. */
    private static void round(CronLab lab, CronCopy copy, int from) {
        int before = copy.camel().getRoutesSize();
        List<String> uids = IntStream.range(from, from + AT_ONCE)
                .mapToObj(i -> lab.trigger("t" + i, "* * * * * *").getMetadata().getUid())
                .toList();
        await().atMost(SOON).until(() -> lab.ids().stream()
                .map(id -> id.split("/", -1)[0])
                .collect(Collectors.toSet())
                .containsAll(uids));
        // Whoever says so has all its threads from then on: there are to be no more of them later.
        await().atMost(SOON).until(() -> IntStream.range(from, from + AT_ONCE)
                .allMatch(i -> lab.trigger("t" + i).getStatus() != null
                        && lab.trigger("t" + i).getStatus().lastScheduleTime() != null));
        lab.client()
                .resources(CronJobTrigger.class)
                .inNamespace(lab.namespace())
                .delete();
        await().atMost(SOON).until(() -> copy.camel().getRoutesSize() == before);
    }

    private static List<ConfigMap> pages(CronLab lab) {
        return lab.client().configMaps().inNamespace(lab.installation()).list().getItems();
    }

    /** All that is written down of ticks. */
    private static List<String> claims(CronLab lab) {
        return pages(lab).stream()
                .flatMap(page -> Optional.ofNullable(page.getData()).stream())
                .flatMap(data -> data.values().stream())
                .flatMap(String::lines)
                .toList();
    }
}
