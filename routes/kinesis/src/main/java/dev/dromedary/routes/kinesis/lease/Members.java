package dev.dromedary.routes.kinesis.lease;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.dromedary.crd.Key;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which copies of the router live: each says so every few seconds, on one sheet for all. A copy whose word stays the same for long is dead;
 * each goes by its own clock there. So the tables of triggers, which say who reads what, are written only where something changes.
 * Thread-safe.
 */
public final class Members {

    private static final Logger LOG = LoggerFactory.getLogger(Members.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final TypeReference<TreeMap<String, Long>> WORDS = new TypeReference<>() {};
    private static final int TRIES = 5;
    /** So many times as long as it takes to be taken for dead, one is remembered. */
    private static final int FORGET = 20;

    private final Sheets sheets;
    private final Key key;
    private final Pace pace;
    private final String self;
    private final Map<String, Heard> heard = new HashMap<>();
    private final Bell bell = new Bell();
    private Set<String> alive = Set.of();
    private long beats;
    private int users;
    private Thread thread;
    private volatile long last;
    private volatile boolean fresh;
    private final AtomicInteger lapses = new AtomicInteger();

    /** What a copy said, and since when. */
    private record Heard(long word, long since) {}

    /**
     * How often copies say that they live.
     *
     * @param dead how long one may say nothing
     * @param fresh how long this copy goes by its own last word: shorter, so that it has let go before others take
     */
    public record Pace(Duration beat, Duration fresh, Duration dead) {

        /** What holds where nobody says anything else. */
        public static final Pace DEFAULT =
                new Pace(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(15));
    }

    /**
     * One that says nothing yet.
     *
     * @param key the sheet that all copies share
     * @param name this copy's own
     */
    public Members(Sheets sheets, Key key, String name, Pace pace) {
        this.sheets = sheets;
        this.key = key;
        this.pace = pace;
        // Another one after each start: what the one before held is nobody's, at once.
        this.self = name + "." + UUID.randomUUID().toString().substring(0, 8);
    }

    /** What this copy is called. */
    public String self() {
        return self;
    }

    /** Whether the others have heard of this one lately. Where they have not, it must let go of all that it holds. */
    public boolean isFresh() {
        return fresh && System.nanoTime() - last < pace.fresh().toNanos();
    }

    /** How often this copy was heard of again after it was not: each time, others may have taken what it held. */
    public int lapses() {
        return lapses.get();
    }

    /** Says that this copy lives, from now on, until all who wanted it {@link #leave}. */
    public synchronized void join() {
        if (users++ == 0) {
            thread = Thread.ofVirtual().name("kinesis-members").unstarted(() -> run());
            thread.start();
        }
    }

    /** One less wants it. With the last, the copy says that it is gone. */
    public void leave() {
        Thread ending;
        synchronized (this) {
            if (--users > 0) {
                return;
            }
            ending = thread;
            thread = null;
        }
        bell.ring();
        try {
            ending.join(pace.fresh());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The copies that live, if they can be told.
     *
     * @param named copies that ought to be among them: where one is missing, it is looked again
     */
    public Optional<Set<String>> alive(Set<String> named) {
        synchronized (this) {
            if (isFresh() && alive.containsAll(named)) {
                return Optional.of(alive);
            }
        }
        try {
            beat();
        } catch (RuntimeException e) {
            LOG.debug("The other copies cannot be told because={}", e.getMessage());
        }
        synchronized (this) {
            return isFresh() ? Optional.of(alive) : Optional.empty();
        }
    }

    private void run() {
        while (isWanted()) {
            try {
                beat();
            } catch (RuntimeException e) {
                LOG.warn("This copy cannot say that it lives because={}", e.getMessage());
            }
            bell.await(pace.beat());
        }
        try {
            write(false);
        } catch (RuntimeException e) {
            LOG.debug("The others will notice by themselves that this copy is gone because={}", e.getMessage());
        }
    }

    private synchronized boolean isWanted() {
        return thread != null && Thread.currentThread().equals(thread);
    }

    /** The time counts from before the write: others may have heard by then, never earlier. */
    private void beat() {
        long before = System.nanoTime();
        write(true);
        if (!isFresh()) {
            lapses.incrementAndGet();
        }
        last = before;
        fresh = true;
    }

    private synchronized void write(boolean lives) {
        for (int attempt = 1; ; attempt++) {
            Sheets.Sheet sheet = sheets.read(key, Optional.empty());
            Map<String, Long> words = parse(sheet.text());
            listen(words);
            if (lives) {
                words.put(self, ++beats);
            } else {
                words.remove(self);
                fresh = false;
            }
            try {
                var unused = sheets.write(sheet.with(text(words)));
                return;
            } catch (Sheets.Moved e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void listen(Map<String, Long> words) {
        long now = System.nanoTime();
        words.forEach((copy, word) -> heard.merge(
                copy, new Heard(word, now), (before, said) -> before.word() == said.word() ? before : said));
        heard.keySet().retainAll(words.keySet());
        Set<String> living = new HashSet<>(Set.of(self));
        heard.forEach((copy, said) -> {
            if (now - said.since() < pace.dead().toNanos()) {
                living.add(copy);
            }
        });
        alive = Set.copyOf(living);
        words.keySet()
                .removeIf(copy -> now - heard.get(copy).since()
                        > pace.dead().multipliedBy(FORGET).toNanos());
    }

    private static Map<String, Long> parse(String text) {
        try {
            return text.isEmpty() ? new TreeMap<>() : JSON.readValue(text, WORDS);
        } catch (JsonProcessingException e) {
            return new TreeMap<>();
        }
    }

    private static String text(Map<String, Long> words) {
        try {
            return JSON.writeValueAsString(words);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
