package dev.dromedary.routes.cron;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dromedary.kube.Fence;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClaimBookTest {

    private static final Instant NINE = Instant.parse("2026-01-01T09:00:00Z");
    private static final Claim CLAIM = new Claim("abcd", NINE, List.of(NINE));

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final MemoryClaims kept = new MemoryClaims();

    @AfterEach
    void close() {
        timer.shutdownNow();
        workers.shutdownNow();
    }

    private ClaimBook book(String holder, ClaimStore store) {
        return ClaimBook.takeOver(new ClaimBook.World(store, Fence.OPEN, holder, timer, workers));
    }

    @Test
    void aClaimIsReadAsItWasWritten() {
        assertThat(Claim.parse(CLAIM.text())).contains(CLAIM);
        assertThat(Claim.parse("abcd 2026-01-01T09:00:00.500Z"))
                .contains(new Claim("abcd", NINE.plusMillis(500), List.of()));
        assertThat(Claim.parse("")).isEmpty();
        assertThat(Claim.parse("abcd yesterday")).isEmpty();
    }

    @Test
    void whatOneCopyClaimedTheNextOneKnows() {
        assertThat(book("one", kept).put("u", CLAIM).join()).isTrue();
        assertThat(book("two", kept).of("u")).contains(CLAIM);
    }

    @Test
    void whoeverLostTheBookClaimsNothingMore() {
        ClaimBook one = book("one", kept);
        ClaimBook two = book("two", kept);
        assertThat(one.put("u", CLAIM).join()).isFalse();
        assertThat(two.put("u", CLAIM).join()).isTrue();
        assertThat(one.put("v", CLAIM).join()).isFalse();
        assertThat(kept.read(0).claims()).containsOnlyKeys("u");
    }

    @Test
    void aBookThatIsClosedClaimsNothing() {
        ClaimBook one = book("one", kept);
        one.close();
        assertThat(one.put("u", CLAIM).join()).isFalse();
    }

    @Test
    void aStrangersEditDoesNoHarm() {
        ClaimBook one = book("one", kept);
        ClaimStore.Page page = kept.read(0);
        kept.write(page);
        assertThat(one.put("u", CLAIM).join()).isTrue();
    }

    @Test
    void whatIsNotedIsWrittenSoonAndWhatIsForgottenIsGone() {
        ClaimBook one = book("one", kept);
        one.note("u", CLAIM);
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> kept.read(0).claims().containsKey("u"));
        one.forget("u");
        one.flush().join();
        assertThat(kept.read(0).claims()).isEmpty();
    }

    @Test
    void whoeverDoesNotLeadCannotTakeItOver() {
        Fence shut = () -> {
            throw new Fence.NotLeading();
        };
        assertThatThrownBy(() -> ClaimBook.takeOver(new ClaimBook.World(kept, shut, "one", timer, workers)))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(Fence.NotLeading.class);
    }

    /** The first answers are lost: one write that was done, and one that was not. */
    @Test
    void aWriteWhoseAnswerIsLostIsFoundOut() {
        AtomicInteger writes = new AtomicInteger();
        ClaimBook one = book("one", new Faulty(kept, page -> {
            int number = writes.getAndIncrement();
            if (number == 1) {
                kept.write(page);
            }
            return number != 1 && number != 2;
        }));
        assertThat(one.put("u", CLAIM).join()).isTrue();
        assertThat(kept.read(0).claims()).isEqualTo(Map.of("u", CLAIM.text()));
    }

    @Test
    void whatComesDuringAWriteGoesWithTheNextAllTogether() {
        AtomicInteger writes = new AtomicInteger();
        CompletableFuture<Void> gate = new CompletableFuture<>();
        ClaimBook one = book("one", new Faulty(kept, page -> {
            if (writes.getAndIncrement() == 1) {
                gate.join();
            }
            return true;
        }));
        CompletableFuture<?>[] all = new CompletableFuture<?>[1000];
        for (int i = 0; i < all.length; i++) {
            all[i] = one.put("u" + i, CLAIM);
        }
        gate.complete(null);
        CompletableFuture.allOf(all).join();
        assertThat(writes).hasValueLessThanOrEqualTo(3);
        assertThat(kept.read(0).claims()).hasSize(1000);
    }

    /** As ticks of other triggers end while their page is written. */
    @Test
    void whatIsOnlyNotedDuringAWriteDoesNotKeepThePageBeingWritten() {
        AtomicInteger writes = new AtomicInteger();
        AtomicReference<ClaimBook> book = new AtomicReference<>();
        book.set(book("one", new Faulty(kept, page -> {
            int number = writes.getAndIncrement();
            if (number > 0 && number < 20) {
                book.get().note("n" + number, CLAIM);
            }
            return true;
        })));
        assertThat(book.get().put("u", CLAIM).join()).isTrue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> kept.read(0).claims().containsKey("n1"));
        assertThat(writes).hasValueLessThanOrEqualTo(3);
    }

    /** A store that fails when the test says so. */
    private record Faulty(ClaimStore real, java.util.function.Predicate<Page> works) implements ClaimStore {

        @Override
        public int pages() {
            return real.pages();
        }

        @Override
        public Page read(int number) {
            return real.read(number);
        }

        @Override
        public Page write(Page page) {
            if (!works.test(page)) {
                throw new IllegalStateException("the connection is gone");
            }
            return real.write(page);
        }
    }
}
