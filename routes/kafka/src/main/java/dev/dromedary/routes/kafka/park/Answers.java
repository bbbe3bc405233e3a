package dev.dromedary.routes.kafka.park;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaFuture;

/** What brokers answered to many questions at once: one that has none says nothing of the others. */
record Answers<K, V>(Map<K, V> found, Map<K, Throwable> failed) {

    /** To no question. */
    static <K, V> Answers<K, V> none() {
        return new Answers<>(Map.of(), Map.of());
    }

    /** Waits for all of them, so long and no longer. */
    static <K, V> Answers<K, V> of(Map<K, KafkaFuture<V>> asked, Duration longest) throws InterruptedException {
        try {
            KafkaFuture.allOf(asked.values().toArray(KafkaFuture[]::new))
                    .get(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            // Each is asked below what became of it.
        }
        Answers<K, V> answers = new Answers<>(new HashMap<>(), new HashMap<>());
        asked.forEach(answers::take);
        return answers;
    }

    private void take(K key, KafkaFuture<V> future) {
        try {
            V value = future.getNow(null);
            if (value == null) {
                failed.put(key, new org.apache.kafka.common.errors.TimeoutException("there was no answer in time"));
            } else {
                found.put(key, value);
            }
        } catch (ExecutionException e) {
            failed.put(key, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why nothing was answered at all; empty: something was, or nothing was asked. */
    Optional<Throwable> trouble() {
        return found.isEmpty() ? failed.values().stream().findFirst() : Optional.empty();
    }
}
