package dev.dromedary.kube;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Turns changes into exchanges: caches tell keys, a {@link KeyQueue} holds them, workers take them through the route. */
final class KubeConsumer extends DefaultConsumer {

    private static final Logger LOG = LoggerFactory.getLogger(KubeConsumer.class);
    private static final Duration SYNC_POLL = Duration.ofMillis(20);
    private static final int STOP_SECONDS = 10;

    private final KubeEndpoint.Watch watch;
    private volatile KeyQueue queue;
    private ScheduledExecutorService timer;
    private ExecutorService workers;
    private final List<Cache> caches = new CopyOnWriteArrayList<>();
    private final List<Cache.Subscription> subscriptions = new ArrayList<>();

    KubeConsumer(KubeEndpoint endpoint, Processor processor, KubeEndpoint.Watch watch) {
        super(endpoint, processor);
        this.watch = watch;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        var executors = getEndpoint().getCamelContext().getExecutorServiceManager();
        timer = executors.newSingleThreadScheduledExecutor(this, "kube-timer");
        queue = new KeyQueue(timer, Backoff.DEFAULT);
        workers = executors.newFixedThreadPool(this, "kube-" + watch.kind().plural(), watch.workers());
        caches.clear();
        Cache watched = ((KubeEndpoint) getEndpoint()).resources().cache(watch.kind());
        follow(new Related(watched, object -> Set.of(Key.of(object))));
        watch.related().forEach(this::follow);
        watch.signals().forEach(signal -> subscriptions.add(signal.listen(queue::offer)));
        for (int i = 0; i < watch.workers(); i++) {
            workers.execute(this::work);
        }
    }

    @Override
    protected void doStop() throws Exception {
        if (queue == null) {
            return;
        }
        subscriptions.forEach(Cache.Subscription::end);
        subscriptions.clear();
        queue.close();
        workers.shutdown();
        if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
            workers.shutdownNow();
        }
        timer.shutdownNow();
        super.doStop();
    }

    private void follow(Related related) {
        Follower follower = new Follower(related);
        subscriptions.add(related.cache().listen(follower));
        follower.toldOfAll = true;
        caches.add(related.cache());
    }

    /**
     * A change of nothing but the status counts too: it may be one that an earlier copy wrote, or an answer that was lost,
     * of which the pass that saw the status before knew nothing. What is there when following begins can wait: ten thousand
     * Functions that were made long ago keep no new one waiting.
     */
    private final class Follower implements Cache.Listener {

        private final Related related;
        private volatile boolean toldOfAll;

        Follower(Related related) {
            this.related = related;
        }

        @Override
        public void changed(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {
            Stream.of(before, after)
                    .flatMap(Optional::stream)
                    .flatMap(object -> related.concerns().apply(object).stream())
                    .forEach(toldOfAll && related.cache().synced() ? queue::offer : queue::offerPatient);
        }

        /** The exchange that wrote it goes on with it. */
        @Override
        public void written(Optional<GenericKubernetesResource> before, Optional<GenericKubernetesResource> after) {}
    }

    private void work() {
        try {
            awaitSync();
            for (Optional<Key> key = queue.take(); key.isPresent(); key = queue.take()) {
                process(key.get());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Before all lists have arrived, an absent child may only be unknown, and would be written for nothing. */
    private void awaitSync() throws InterruptedException {
        while (!caches.stream().allMatch(Cache::synced) && isRunAllowed()) {
            TimeUnit.MILLISECONDS.sleep(SYNC_POLL.toMillis());
        }
    }

    private void process(Key key) {
        Exchange exchange = createExchange(true);
        exchange.getMessage().setBody(key);
        try {
            getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
        Exception failure = exchange.getException();
        if (failure == null) {
            queue.done(key);
        } else {
            Duration wait = queue.failed(key);
            // A copy that leads no longer says so itself, once.
            LOG.atLevel(failure instanceof Fence.NotLeading ? Level.DEBUG : Level.WARN)
                    .log(
                            "Will be tried again kind={} object={} in={} because={}",
                            watch.kind(),
                            key,
                            wait,
                            failure.getMessage());
        }
        releaseExchange(exchange, true);
    }
}
