package dev.dromedary.e2e;

import static org.awaitility.Awaitility.await;

import dev.dromedary.crd.CronJobTrigger;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What Kubeless made for a CronJobTrigger goes once the router serves that trigger. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeOverWalkIT {

    private final Cluster cluster = new Cluster();

    @AfterAll
    void leave() {
        cluster.close();
    }

    /** It is there before its trigger can be served: a schedule that is none is kept from that. */
    @Test
    void kubelessCronJobGoes() {
        trigger("99 0 1 1 *");
        CronJob made = cluster.client().resource(cronJob()).create();
        trigger("0 0 1 1 *");
        await().atMost(Cluster.SOON).until(() -> cluster.client().resource(made).get() == null);
    }

    private void trigger(String schedule) {
        cluster.apply(
                """
                apiVersion: kubeless.io/v1beta1
                kind: CronJobTrigger
                metadata: {name: old}
                spec: {function-name: old, schedule: "%s"}
                """
                        .formatted(schedule));
    }

    /** As Kubeless' controller made them: named by the function, and owned by a kind that there is not. */
    private CronJob cronJob() {
        String uid = cluster.client()
                .resources(CronJobTrigger.class)
                .inNamespace(cluster.namespace())
                .withName("old")
                .get()
                .getMetadata()
                .getUid();
        return Serialization.unmarshal(
                """
                apiVersion: batch/v1
                kind: CronJob
                metadata:
                  name: trigger-old
                  namespace: %s
                  labels: {created-by: kubeless}
                  ownerReferences: [{apiVersion: kubeless.io/v1beta1, kind: Trigger, name: old, uid: %s}]
                spec:
                  schedule: "0 0 1 1 *"
                  jobTemplate:
                    spec:
                      template:
                        spec:
                          restartPolicy: Never
                          containers: [{name: trigger, image: none}]
                """
                        .formatted(cluster.namespace(), uid),
                CronJob.class);
    }
}
