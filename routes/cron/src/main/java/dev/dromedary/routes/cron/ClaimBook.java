package dev.dromedary.routes.cron;

import dev.dromedary.kube.Fence;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.stream.IntStream;

/**
 * Whose a tick is: of all copies of the router the leading one takes it, and writes that down before it fires it, so that the copy
 * which leads next knows. The book is this copy's from {@link #takeOver} on, until another takes it over. Thread-safe.
 */
final class ClaimBook {

    private final List<ClaimPage> pages;

    /**
     * What a book lives on.
     *
     * @param fence that lets the leading copy pass
     * @param holder the name of this copy, as no other has it, nor itself after a restart
     */
    record World(ClaimStore store, Fence fence, String holder, ScheduledExecutorService timer, Executor workers) {}

    private ClaimBook(List<ClaimPage> pages) {
        this.pages = pages;
    }

    /**
     * Takes the book over. Waits for the API server.
     *
     * @throws Fence.NotLeading where this copy does not lead (any more)
     */
    static ClaimBook takeOver(World world) {
        List<CompletableFuture<ClaimPage>> all = IntStream.range(
                        0, world.store().pages())
                .mapToObj(number ->
                        CompletableFuture.supplyAsync(() -> ClaimPage.takeOver(world, number), world.workers()))
                .toList();
        return new ClaimBook(all.stream().map(CompletableFuture::join).toList());
    }

    /** What is claimed of a trigger's ticks; empty: it is not known yet. */
    Optional<Claim> of(String uid) {
        return pageOf(uid).of(uid);
    }

    /**
     * Writes a claim down, at once.
     *
     * @return whether it is; not, if the book is another copy's by now: then nothing may be fired
     */
    CompletableFuture<Boolean> put(String uid, Claim claim) {
        return pageOf(uid).put(uid, claim);
    }

    /** Has a claim written down within a second or so. */
    void note(String uid, Claim claim) {
        pageOf(uid).note(uid, Optional.of(claim));
    }

    /** Forgets a trigger that is gone. */
    void forget(String uid) {
        pageOf(uid).note(uid, Optional.empty());
    }

    /** Writes all that was noted. */
    CompletableFuture<Void> flush() {
        return CompletableFuture.allOf(pages.stream().map(ClaimPage::flush).toArray(CompletableFuture[]::new));
    }

    /** This copy leads no more: nothing is written from here on. */
    void close() {
        pages.forEach(ClaimPage::lose);
    }

    /** The number of the page that a trigger's claims stand on. */
    int page(String uid) {
        return Math.floorMod(uid.hashCode(), pages.size());
    }

    private ClaimPage pageOf(String uid) {
        return pages.get(page(uid));
    }
}
