package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.kube.RealApiServer;
import dev.dromedary.kube.Yaml;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ticks of several copies of the router on a real API server, with the rights that they have there. */
class CronIT {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration A_LEASE_LATER = Duration.ofSeconds(60);

    private CronLab lab;

    @BeforeEach
    void start() throws IOException {
        lab = new CronLab(RealApiServer.shared());
    }

    @AfterEach
    void stop() {
        lab.close();
    }

    @Test
    void overPlannedChangesOfTheLeaderEachTickFiresOnce() {
        CronCopy leader = lab.copy();
        lab.trigger("tick", "@every 1s");
        await().atMost(SOON).until(() -> !lab.calls().isEmpty());
        for (int change = 0; change < 3; change++) {
            CronCopy next = lab.copy();
            await().atMost(SOON).until(next::caughtUp);
            leader.handOver();
            await().atMost(SOON).until(next::leads);
            int before = lab.calls().size();
            await().atMost(SOON).until(() -> lab.calls().size() >= before + 3);
            leader = next;
        }
        assertThat(lab.ids()).doesNotHaveDuplicates();
        assertNoneMissed(lab.ids());
    }

    @Test
    void aTickThatWasUnderWayWhenTheLeaderVanishedIsRepeatedWithTheSameId() {
        CountDownLatch never = new CountDownLatch(1);
        CronCopy leader = lab.copy();
        lab.trigger("tick", "@every 1s");
        await().atMost(SOON).until(() -> lab.calls().size() >= 3);
        CronCopy next = lab.copy();
        await().atMost(SOON).until(next::caughtUp);
        lab.work(() -> await().atMost(A_LEASE_LATER).until(() -> never.getCount() == 0));
        int before = lab.calls().size();
        await().atMost(SOON).until(() -> lab.calls().size() > before);
        leader.kill();
        lab.work(() -> {});
        never.countDown();
        await().atMost(A_LEASE_LATER).until(next::leads);
        Instant led = Instant.now().plusSeconds(3);
        await().atMost(SOON).until(() -> ticks(lab.ids()).last().isAfter(led));
        await().atMost(SOON).untilAsserted(() -> assertNoneMissed(lab.ids()));
        Map<String, Long> times =
                lab.ids().stream().collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(times.values()).as("each once, those under way twice").allMatch(count -> count <= 2);
        assertThat(times.values()).contains(2L);
    }

    @Test
    void statusSaysWhatCameOfTicks() {
        lab.copy();
        lab.trigger("tick", "@every 1s");
        await().atMost(SOON).untilAsserted(() -> {
            var status = lab.trigger("tick").getStatus();
            assertThat(status).isNotNull();
            assertThat(status.history()).isNotEmpty().allMatch(tick -> tick.outcome()
                    .equals("Succeeded"));
            assertThat(status.lastSuccessfulTime()).isNotNull();
            assertThat(status.conditions()).isNotEmpty();
        });
    }

    @Test
    void theCronJobOfKubelessFiresNoMoreAndGoes() {
        var tick = lab.trigger("tick", "0 0 1 1 *");
        cronJob("trigger-hello", tick.getMetadata().getUid());
        cronJob("of-somebody", "some-other");
        lab.copy();
        await().atMost(SOON).untilAsserted(() -> assertThat(cronJobs()).containsExactly("of-somebody"));
    }

    @Test
    void aCronJobOfTheSameNameThatIsSomebodysStays() {
        lab.trigger("tick", "@every 1s");
        cronJob("trigger-hello", "some-other");
        lab.copy();
        await().atMost(SOON).until(() -> !lab.calls().isEmpty());
        assertThat(cronJobs()).containsExactly("trigger-hello");
        assertThat(lab.client()
                        .batch()
                        .v1()
                        .cronjobs()
                        .inNamespace(lab.namespace())
                        .withName("trigger-hello")
                        .get()
                        .getSpec()
                        .getSuspend())
                .isFalse();
    }

    private List<String> cronJobs() {
        return lab.client().batch().v1().cronjobs().inNamespace(lab.namespace()).list().getItems().stream()
                .map(CronJob::getMetadata)
                .map(meta -> meta.getName())
                .toList();
    }

    private void cronJob(String name, String uid) {
        lab.client()
                .resource(Yaml.object(
                        """
                        apiVersion: batch/v1
                        kind: CronJob
                        metadata:
                          name: %s
                          namespace: %s
                          ownerReferences: [{apiVersion: kubeless.io/v1beta1, kind: Trigger, name: tick, uid: %s}]
                        spec:
                          schedule: "0 0 1 1 *"
                          jobTemplate:
                            spec:
                              template:
                                spec: {restartPolicy: Never, containers: [{name: trigger, image: unzip}]}
                        """
                                .formatted(name, lab.namespace(), uid)))
                .create();
    }

    /** The ticks of a trigger that is due each second follow each other. */
    private static void assertNoneMissed(List<String> ids) {
        NavigableSet<Instant> ticks = ticks(ids);
        assertThat(ticks)
                .as("no second between %s and %s without a tick", ticks.first(), ticks.last())
                .hasSize((int) Duration.between(ticks.first(), ticks.last()).toSeconds() + 1);
    }

    private static NavigableSet<Instant> ticks(List<String> ids) {
        return ids.stream()
                .map(id -> Instant.parse(id.substring(id.indexOf('/') + 1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
