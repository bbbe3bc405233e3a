package dev.dromedary.routes.cron;

import dev.dromedary.crd.Condition;
import dev.dromedary.crd.Kind;
import dev.dromedary.crd.Reading;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.Room;
import dev.dromedary.routes.core.Router;
import dev.dromedary.routes.core.deliver.settings.Honours;
import dev.dromedary.routes.core.deliver.settings.InstallationDefault;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;

/** CronJobTrigger: a function is called at the times a crontab line names (contract: triggers.md 3). */
public final class CronRoom implements Room<CronPlan> {

    private final CrontabService crontab;
    private final Router router;

    private final InstallationDefault standard;

    /**
     * The installation that the router is of.
     *
     * @param namespace its own
     * @param standard what triggers leave open of delivery
     */
    public record Installation(KubernetesClient client, String namespace, InstallationDefault standard) {}

    private CronRoom(CrontabService crontab, Router router, InstallationDefault standard) {
        this.crontab = crontab;
        this.standard = standard;
        this.router = router;
    }

    /** Opens the room of a router that has no other copy, and no predecessor. */
    public static CrontabService open(Router router) throws Exception {
        return open(router, new MemoryClaims(), workers -> Predecessor.NONE, InstallationDefault.NONE);
    }

    /**
     * Opens the room of a router in a cluster: the ticks of this router's CronJobTriggers fire in the copy that leads, until the
     * service closes.
     */
    public static CrontabService open(Router router, Installation installation) throws Exception {
        return open(
                router,
                new ConfigMapClaims(installation.client(), installation.namespace()),
                workers -> new KubelessCronJobs(installation.client(), workers),
                installation.standard());
    }

    static CrontabService open(
            Router router, ClaimStore store, CrontabService.Predecessors predecessors, InstallationDefault standard)
            throws Exception {
        CrontabService crontab = new CrontabService(router, store, predecessors);
        router.camel().getRegistry().bind("crontab", crontab);
        router.add(new CronRoom(crontab, router, standard));
        crontab.stand();
        return crontab;
    }

    @Override
    public Kind kind() {
        return Kind.CRON_JOB_TRIGGER;
    }

    @Override
    public Reading<CronPlan> read(GenericKubernetesResource trigger) {
        return CronReader.read(trigger, new CronReader.Expectations(standard, Honours.Letters.of(router.deliveries())));
    }

    @Override
    public void build(CronPlan plan, RouteBuilder routes) {
        CronRoute.build(plan, router.tracing(), routes);
    }

    @Override
    public void changed(CronPlan plan) {
        crontab.changed(plan.id());
    }

    @Override
    public List<Condition> standing(CronPlan plan, List<CronPlan> routes) {
        return router.deliveries().standing(plan.id());
    }

    @Override
    public List<Signal> signals() {
        return List.of(router.deliveries().changes());
    }
}
