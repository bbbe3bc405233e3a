package dev.dromedary.routes.kafka.consume;

import dev.dromedary.routes.core.deliver.Lane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The partitions that this copy has, as the group gives and takes them. On the reader's thread alone. */
final class Claims implements ConsumerRebalanceListener {

    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    private final Consumer<byte[], byte[]> consumer;
    private final Waker waker;
    private final Source source;
    private final Function<Lane.Watcher, Lane> lanes;
    private final Beginning beginning;
    private final Timing timing;
    private final Map<TopicPartition, Claim> claims = new HashMap<>();
    private boolean committing;
    private Long since;

    /** What a source's claims are made with. */
    record Making(Source source, Function<Lane.Watcher, Lane> lanes, Beginning beginning, Timing timing) {}

    Claims(Consumer<byte[], byte[]> consumer, Waker waker, Making making) {
        this.consumer = consumer;
        this.waker = waker;
        this.source = making.source();
        this.lanes = making.lanes();
        this.beginning = making.beginning();
        this.timing = making.timing();
    }

    Collection<Claim> all() {
        return claims.values();
    }

    /** Since when, by the clock of {@link System#nanoTime}, it has those that it has; empty: the group has given it none yet. */
    Optional<Long> since() {
        return Optional.ofNullable(since);
    }

    /** Whether all that was read is settled and committed. */
    boolean isQuiet() {
        return !committing && claims.values().stream().noneMatch(Claim::isBusy);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        boolean was = waker.busy();
        beginning.begin(consumer, partitions).forEach((partition, from) -> {
            Mark mark = Mark.of(from.metadata()).orElseThrow();
            Ahead ahead = new Ahead(from.offset(), mark.ahead());
            claims.put(partition, new Claim(partition, lanes.apply(new Watcher(waker)), from.offset(), mark, ahead));
        });
        since = System.nanoTime();
        waker.goOn(was);
        if (!partitions.isEmpty()) {
            LOG.info("Partitions taken over group={} partitions={}", source.group(), partitions);
        }
    }

    /** They go to another copy: what is under way is waited for, and what is settled then is committed. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        boolean was = waker.busy();
        List<Claim> going = remove(partitions);
        if (!going.isEmpty()) {
            drain(going);
            commitNow(going);
            LOG.info("Partitions handed over group={} partitions={}", source.group(), partitions);
        }
        waker.goOn(was);
    }

    /** Others have them already: nothing of ours counts any more. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        remove(partitions).forEach(claim -> claim.lane().abandon());
        since = null;
        LOG.warn("Partitions lost group={} partitions={}", source.group(), partitions);
    }

    /** Hands over what was read, and has the partitions wait whose lanes are full. */
    void take(ConsumerRecords<byte[], byte[]> records) {
        for (TopicPartition partition : records.partitions()) {
            Claim claim = claims.get(partition);
            claim.take(records.records(partition), source.trigger().key());
            if (claim.lane().isFull()) {
                consumer.pause(Set.of(partition));
                claim.paused(true);
            }
        }
        records.nextOffsets().forEach((partition, next) -> claims.get(partition).read(next.offset()));
    }

    /** What was to be read next is not there: it was kept too long, or the topic is another by now. What is there is read, all of it. */
    void beginAgain(Set<TopicPartition> partitions) {
        Waker.steadily(() -> consumer.beginningOffsets(partitions, timing.answer()))
                .forEach((partition, first) -> {
                    Claim claim = claims.get(partition);
                    LOG.warn(
                            "Records are gone that were not read partition={} from={} to={}",
                            partition,
                            claim.read(),
                            first);
                    consumer.seek(partition, first);
                    claim.beginAgain(first);
                });
    }

    /** Has those go on whose lanes have room again. */
    void resume() {
        for (Claim claim : claims.values()) {
            if (claim.isPaused() && !claim.lane().isFull()) {
                consumer.resume(Set.of(claim.partition()));
                claim.paused(false);
            }
        }
    }

    /** Commits what is settled, without waiting for it. One at a time: an older one must not come after a newer. */
    void commit() {
        if (committing) {
            return;
        }
        List<Claim.Due> due = due(claims.values());
        if (due.isEmpty()) {
            return;
        }
        committing = true;
        consumer.commitAsync(offsets(due), (offsets, failure) -> {
            committing = false;
            if (failure == null) {
                due.forEach(Claim.Due::done);
            } else {
                LOG.debug("A commit is tried again group={} because={}", source.group(), failure.getMessage());
            }
            if (failure instanceof OffsetMetadataTooLarge) {
                due.forEach(Claim.Due::tooLong);
            }
        });
    }

    /** How many events were settled since the last commit. */
    int fresh() {
        return claims.values().stream().mapToInt(Claim::fresh).sum();
    }

    /** Lets go of all, as when they go to another copy. */
    void close() {
        onPartitionsRevoked(List.copyOf(claims.keySet()));
    }

    private List<Claim> remove(Collection<TopicPartition> partitions) {
        List<Claim> removed = new ArrayList<>();
        partitions.forEach(partition -> {
            Claim claim = claims.remove(partition);
            if (claim != null) {
                removed.add(claim);
            }
        });
        return removed;
    }

    private void drain(List<Claim> going) {
        CompletableFuture<?> quiet = CompletableFuture.allOf(
                going.stream().map(claim -> claim.lane().close()).toArray(CompletableFuture[]::new));
        try {
            quiet.get(timing.drain().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            going.forEach(claim -> claim.lane().abandon());
            LOG.info("Calls under way are given up, whoever is next repeats them group={}", source.group());
        } catch (ExecutionException e) {
            going.forEach(claim -> claim.lane().abandon());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commitNow(List<Claim> going) {
        List<Claim.Due> due = due(going);
        if (due.isEmpty()) {
            return;
        }
        try {
            Waker.steadily(() -> {
                consumer.commitSync(offsets(due), timing.answer());
                return true;
            });
        } catch (KafkaException e) {
            LOG.warn(
                    "The last commit failed, whoever is next repeats group={} because={}",
                    source.group(),
                    e.getMessage());
        }
    }

    private static List<Claim.Due> due(Collection<Claim> of) {
        return of.stream().map(Claim::due).flatMap(Optional::stream).toList();
    }

    private static Map<TopicPartition, OffsetAndMetadata> offsets(List<Claim.Due> due) {
        return due.stream().collect(Collectors.toMap(each -> each.claim().partition(), Claim.Due::commit));
    }

    private record Watcher(Waker waker) implements Lane.Watcher {

        @Override
        public void room() {
            waker.wake();
        }

        /** Commits come by the clock. */
        @Override
        public void progress() {}
    }
}
