package dev.dromedary.routes.cron;

import dev.dromedary.kube.Fence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A page of claims in the hands of the copy that leads. What is claimed while it is being written goes with the next write, all
 * together; what is only noted waits, so that ticks which end do not keep it being written. Thread-safe.
 */
final class ClaimPage {

    private static final Logger LOG = LoggerFactory.getLogger(ClaimPage.class);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration AGAIN = Duration.ofMillis(250);

    private final ClaimBook.World world;
    private final int number;
    private final Map<String, String> claims;
    private String version;
    private List<CompletableFuture<Boolean>> waiting = new ArrayList<>();
    private boolean dirty;
    private boolean armed;
    private boolean writing;
    private boolean lost;

    private ClaimPage(ClaimBook.World world, ClaimStore.Page page) {
        this.world = world;
        this.number = page.number();
        this.claims = new HashMap<>(page.claims());
        this.version = page.version();
    }

    /** Takes a page over: from here on whoever had it cannot write it any more. */
    static ClaimPage takeOver(ClaimBook.World world, int number) {
        while (true) {
            ClaimStore.Page page = world.store().read(number);
            world.fence().check();
            try {
                return new ClaimPage(
                        world,
                        world.store()
                                .write(new ClaimStore.Page(number, page.version(), world.holder(), page.claims())));
            } catch (ClaimStore.Moved e) {
                LOG.debug("A page of claims was written as it was taken over page={}", number);
            }
        }
    }

    synchronized Optional<Claim> of(String uid) {
        return Optional.ofNullable(claims.get(uid)).flatMap(Claim::parse);
    }

    /**
     * Writes a claim down.
     *
     * @return whether it is; not, if this copy has lost the page
     */
    synchronized CompletableFuture<Boolean> put(String uid, Claim claim) {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        if (lost) {
            written.complete(false);
            return written;
        }
        claims.put(uid, claim.text());
        waiting.add(written);
        dirty = true;
        begin();
        return written;
    }

    /** Has it written down soon; without a claim, it is forgotten. */
    synchronized void note(String uid, Optional<Claim> claim) {
        claim.ifPresentOrElse(now -> claims.put(uid, now.text()), () -> claims.remove(uid));
        dirty = true;
        if (!writing) {
            arm();
        }
    }

    private void arm() {
        if (!armed && !lost) {
            armed = true;
            var unused = world.timer().schedule(this::soon, SOON.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** Writes what was noted. */
    synchronized CompletableFuture<Boolean> flush() {
        CompletableFuture<Boolean> written = new CompletableFuture<>();
        if (lost || (!dirty && !writing)) {
            written.complete(!lost);
            return written;
        }
        waiting.add(written);
        dirty = true;
        begin();
        return written;
    }

    /** It is another's: nothing is written any more. */
    void lose() {
        List<CompletableFuture<Boolean>> all;
        synchronized (this) {
            lost = true;
            all = waiting;
            waiting = new ArrayList<>();
        }
        all.forEach(written -> written.complete(false));
    }

    private synchronized void soon() {
        armed = false;
        if (dirty) {
            begin();
        }
    }

    private void begin() {
        if (!writing && !lost) {
            writing = true;
            world.workers().execute(this::writeAll);
        }
    }

    private void writeAll() {
        do {
            ClaimStore.Page page;
            List<CompletableFuture<Boolean>> batch;
            synchronized (this) {
                if (lost || !dirty) {
                    writing = false;
                    return;
                }
                dirty = false;
                batch = waiting;
                waiting = new ArrayList<>();
                page = new ClaimStore.Page(number, version, world.holder(), Map.copyOf(claims));
            }
            if (!write(page, batch)) {
                return;
            }
        } while (isAwaited());
    }

    /** Whether somebody waits for the next write; if not, there is none now. */
    private synchronized boolean isAwaited() {
        writing = !lost && !waiting.isEmpty();
        if (!writing && dirty) {
            arm();
        }
        return writing;
    }

    /** Whether to go on at once. */
    private boolean write(ClaimStore.Page page, List<CompletableFuture<Boolean>> batch) {
        try {
            world.fence().check();
            String now = world.store().write(page).version();
            synchronized (this) {
                version = now;
            }
            batch.forEach(written -> written.complete(true));
            return true;
        } catch (Fence.NotLeading e) {
            // Whoever is told that it leads no more closes the book.
            back(batch);
        } catch (ClaimStore.Moved e) {
            back(batch);
            lookAgain();
        } catch (RuntimeException e) {
            LOG.warn("Claims could not be written, tried again page={} because={}", number, e.getMessage());
            back(batch);
        }
        var unused = world.timer()
                .schedule(() -> world.workers().execute(this::writeAll), AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        return false;
    }

    private synchronized void back(List<CompletableFuture<Boolean>> batch) {
        dirty = true;
        batch.addAll(waiting);
        waiting = batch;
    }

    /** Our own write, whose answer was lost, or somebody's who is no router, does no harm; another router's ends it. */
    private void lookAgain() {
        try {
            ClaimStore.Page now = world.store().read(number);
            if (now.version().isEmpty() || now.holder().equals(world.holder())) {
                synchronized (this) {
                    version = now.version();
                }
            } else {
                LOG.info("Another router has the claims page={} holder={}", number, now.holder());
                lose();
            }
        } catch (RuntimeException e) {
            LOG.warn("Claims could not be read, tried again page={} because={}", number, e.getMessage());
        }
    }
}
