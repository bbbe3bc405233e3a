package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Copies;
import dev.dromedary.kube.Copies.Copy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Asks all copies of the router what is going on at functions: what scaling to and from zero hangs on. Looks when it is asked, and
 * never by itself; writes nothing.
 */
public final class RouterActivity implements AutoCloseable {

    /** So many who ask, and so often, come to one look a second. */
    private static final long KEPT_MILLIS = 1000;

    /** Of ten thousand functions with the longest names it is three million bytes. */
    private static final int LARGEST = 1 << 23;

    private static final String PATH = "/admin/activity";

    private final Vertx vertx;
    private final Copies copies;
    private final Scraper scraper;
    private final Clock clock;
    private final AtomicReference<Future<Activities>> newest = new AtomicReference<>();

    /**
     * Asks nobody yet.
     *
     * @param service which leads to the management port of all copies
     */
    public RouterActivity(Vertx vertx, KubernetesClient client, Key service, Clock clock) {
        this.vertx = vertx;
        this.copies = new Copies(client, service);
        this.scraper = new Scraper(vertx, LARGEST);
        this.clock = clock;
    }

    /**
     * What is going on, looked at now or, where somebody else just asked, up to a second before. A copy that does not answer
     * within some seconds is silent; it fails only where the API server does not say which copies there are.
     */
    public Future<Activities> read() {
        Promise<Activities> mine = Promise.promise();
        Future<Activities> present = newest.compareAndExchange(null, mine.future());
        if (present != null) {
            return present;
        }
        look().onComplete(looked -> {
            vertx.setTimer(KEPT_MILLIS, over -> newest.set(null));
            mine.handle(looked);
        });
        return mine.future();
    }

    private Future<Activities> look() {
        Instant asked = clock.instant();
        return vertx.executeBlocking(copies::all, false)
                .recover(trouble -> Future.failedFuture(new IllegalStateException(
                        "It cannot be found out which copies of the router there are: " + trouble.getMessage(),
                        trouble)))
                .compose(all -> askAll(all))
                .map(answers -> Activities.of(asked, answers));
    }

    private Future<List<CopyAnswer>> askAll(List<Copy> all) {
        return Future.join(all.stream().map(this::ask).toList()).map(answers -> answers.<CopyAnswer>list());
    }

    /** Never fails. */
    private Future<CopyAnswer> ask(Copy copy) {
        return scraper.text(copy.host(), copy.port(), PATH)
                .compose(text -> vertx.executeBlocking(() -> ActivityReader.read(text), false))
                .<CopyAnswer>map(functions -> new CopyAnswer.Said(copy.name(), functions))
                .otherwise(trouble -> new CopyAnswer.Silent(copy.name(), because(trouble)));
    }

    private static String because(Throwable trouble) {
        return trouble instanceof TimeoutException ? "it did not answer in time" : String.valueOf(trouble.getMessage());
    }

    @Override
    public void close() {
        scraper.close();
    }
}
