package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Cache;
import dev.dromedary.metrics.Pods.Pod;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often functions are called, read from their pods every few seconds. */
final class CallRates implements MetricsApi.Rates {

    private static final Logger LOG = LoggerFactory.getLogger(CallRates.class);
    private static final long EVERY_MILLIS = 5000;
    private static final int AT_A_TIME = 16;
    private static final int LARGEST = 1 << 20;

    private final Vertx vertx;
    private final ScaledFunctions functions;
    private final Pods pods;
    private final Scraper scraper;
    private final Map<Key, FunctionCalls> calls = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /**
     * Knows nothing yet.
     *
     * @param autoscalers which say whose calls are wanted
     * @param pods of functions
     */
    CallRates(Vertx vertx, Cache autoscalers, Cache pods) {
        this.vertx = vertx;
        this.functions = new ScaledFunctions(autoscalers);
        this.pods = new Pods(pods);
        this.scraper = new Scraper(vertx, LARGEST);
    }

    /** One pod to ask, and where to put what it says. */
    private record Question(Pod pod, Map<String, Double> counts) {}

    /** One look at all: the pods of each function that is wanted, and what their counters say. */
    private record Round(Map<Key, List<Pod>> pods, Map<Key, Map<String, Double>> counts, Queue<Question> questions) {}

    /** Looks, and again and again until closed; the next time counts from when all have answered or were given up. */
    void start() {
        var unused = vertx.executeBlocking(this::round, false)
                .compose(round -> askAll(round.questions()).map(round))
                .onSuccess(this::enter)
                .onFailure(trouble -> LOG.warn("Calls could not be counted because={}", trouble.toString()))
                .onComplete(done -> {
                    if (!closed) {
                        vertx.setTimer(EVERY_MILLIS, again -> start());
                    }
                });
    }

    /** Calls a second of all the function's pods; empty where nobody asked for them before, or too little is known. */
    @Override
    public OptionalDouble total(Key function) {
        FunctionCalls known = calls.get(function);
        return known == null ? OptionalDouble.empty() : known.total(now());
    }

    /** Calls a second of each pod in a namespace that is looked at. */
    @Override
    public Map<Pod, Double> each(String namespace) {
        Map<Key, List<Pod>> all = pods.of(calls.keySet().stream()
                .filter(function -> function.namespace().equals(namespace))
                .collect(Collectors.toSet()));
        Map<Pod, Double> rates = new ConcurrentHashMap<>();
        all.forEach((function, list) -> {
            Map<String, Double> byUid =
                    calls.get(function) == null ? Map.of() : calls.get(function).each(now());
            list.stream()
                    .filter(pod -> byUid.containsKey(pod.uid()))
                    .forEach(pod -> rates.put(pod, byUid.get(pod.uid())));
        });
        return rates;
    }

    private Round round() {
        Set<Key> wanted = functions.all();
        Map<Key, List<Pod>> all = pods.of(wanted);
        Map<Key, Map<String, Double>> counts =
                wanted.stream().collect(Collectors.toMap(key -> key, key -> new ConcurrentHashMap<>()));
        Queue<Question> questions = new ArrayDeque<>();
        all.forEach((function, list) -> list.stream()
                .filter(pod -> pod.address().isPresent())
                .forEach(pod -> questions.add(new Question(pod, counts.get(function)))));
        return new Round(all, counts, questions);
    }

    private void enter(Round round) {
        calls.keySet().retainAll(round.counts().keySet());
        round.counts().forEach((function, counts) -> {
            Set<String> listed = round.pods().getOrDefault(function, List.of()).stream()
                    .map(Pod::uid)
                    .collect(Collectors.toSet());
            calls.computeIfAbsent(function, key -> new FunctionCalls()).round(listed, counts, now());
        });
    }

    private Future<Void> askAll(Queue<Question> questions) {
        return Future.join(IntStream.range(0, Math.min(AT_A_TIME, questions.size()))
                        .mapToObj(asker -> askOneByOne(questions))
                        .toList())
                .mapEmpty();
    }

    private Future<Void> askOneByOne(Queue<Question> questions) {
        Question next;
        synchronized (questions) {
            next = questions.poll();
        }
        return next == null
                ? Future.succeededFuture()
                : count(next.pod())
                        .onSuccess(count -> count.ifPresent(
                                calls -> next.counts().put(next.pod().uid(), calls)))
                        .compose(answered -> askOneByOne(questions));
    }

    /** Empty where it does not answer, or not with a count. */
    private Future<OptionalDouble> count(Pod pod) {
        return scraper.text(pod.address().orElseThrow(), pod.port(), "/metrics")
                .map(CallCount::in)
                .otherwise(OptionalDouble.empty());
    }

    private static Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    void close() {
        closed = true;
        scraper.close();
    }
}
