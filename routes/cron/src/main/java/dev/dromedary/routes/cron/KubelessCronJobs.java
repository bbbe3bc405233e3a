package dev.dromedary.routes.cron;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The CronJobs that Kubeless made of triggers, {@code trigger-<function>} (contract: triggers.md 3). They are told by their owner, of
 * the kind {@code Trigger} and with the trigger's uid, for the label {@code created-by} gets lost. One that fires is suspended before
 * the router fires anything in its place, and then removed; what it runs just then ends first. One that is suspended already
 * is left as it is: somebody keeps it for a way back.
 */
public final class KubelessCronJobs implements Predecessor {

    private static final Logger LOG = LoggerFactory.getLogger(KubelessCronJobs.class);
    private static final int AT_A_TIME = 8;
    private static final Duration AGAIN = Duration.ofSeconds(20);

    private final KubernetesClient client;
    private final Executor workers;
    private final Semaphore places = new Semaphore(AT_A_TIME);

    /**
     * Those of a cluster.
     *
     * @param workers that may wait for the API server
     */
    public KubelessCronJobs(KubernetesClient client, Executor workers) {
        this.client = client;
        this.workers = workers;
    }

    @Override
    public Optional<Instant> retire(Key trigger, String uid, Key function) {
        places.acquireUninterruptibly();
        try {
            Resource<CronJob> resource = resource(function);
            CronJob found = resource.get();
            return found != null && isOf(found, uid) ? lastOf(suspended(resource, found)) : Optional.empty();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                LOG.warn("Whether Kubeless left a CronJob is not known trigger={} because={}", trigger, e.getMessage());
                return Optional.empty();
            }
            throw e;
        } finally {
            places.release();
        }
    }

    private Resource<CronJob> resource(Key function) {
        return client.batch().v1().cronjobs().inNamespace(function.namespace()).withName("trigger-" + function.name());
    }

    private CronJob suspended(Resource<CronJob> resource, CronJob found) {
        if (Boolean.TRUE.equals(found.getSpec().getSuspend())) {
            return found;
        }
        CronJob suspended = resource.edit(job -> {
            job.getSpec().setSuspend(true);
            return job;
        });
        LOG.info(
                "Kubeless' CronJob fires no more namespace={} name={}",
                found.getMetadata().getNamespace(),
                found.getMetadata().getName());
        workers.execute(() -> remove(resource, found.getMetadata().getUid()));
        return suspended;
    }

    /** Its pods would go with it: so once none of them calls the function any more. */
    private void remove(Resource<CronJob> resource, String uid) {
        try {
            CronJob now = resource.get();
            if (now == null || !now.getMetadata().getUid().equals(uid)) {
                return;
            }
            boolean runs = now.getStatus() != null
                    && now.getStatus().getActive() != null
                    && !now.getStatus().getActive().isEmpty();
            if (!runs) {
                resource.withPropagationPolicy(DeletionPropagation.BACKGROUND).delete();
                return;
            }
        } catch (KubernetesClientException e) {
            LOG.warn("Kubeless' CronJob could not be removed, tried again because={}", e.getMessage());
        }
        CompletableFuture.delayedExecutor(AGAIN.toSeconds(), TimeUnit.SECONDS, workers)
                .execute(() -> remove(resource, uid));
    }

    private static boolean isOf(CronJob job, String uid) {
        return job.getMetadata().getOwnerReferences().stream().anyMatch(owner -> isOf(owner, uid));
    }

    private static boolean isOf(OwnerReference owner, String uid) {
        return owner.getKind().equals("Trigger")
                && owner.getApiVersion().startsWith("kubeless.io/")
                && owner.getUid().equals(uid);
    }

    private static Optional<Instant> lastOf(CronJob job) {
        return Optional.ofNullable(job.getStatus())
                .map(status -> status.getLastScheduleTime())
                .map(Instant::parse);
    }
}
