package dev.dromedary.ledger.check;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A history, indexed by event. */
final class Facts {

    private final History history;
    private final Map<Place, Sent> sent;
    private final Map<Place, List<Delivered>> calls;
    private final Map<Place, List<Lettered>> letters;

    Facts(History history) {
        this.history = history;
        this.sent = new HashMap<>();
        history.sent().forEach(each -> sent.put(each.place(), each));
        this.calls = history.delivered().stream()
                .sorted(Comparator.comparingLong(Delivered::came))
                .collect(grouped(Delivered::place));
        this.letters = history.letters().stream().collect(grouped(Lettered::event));
    }

    private static <T> java.util.stream.Collector<T, ?, Map<Place, List<T>>> grouped(Function<T, Place> by) {
        return Collectors.groupingBy(by);
    }

    History history() {
        return history;
    }

    /** {@code null}: nothing was acknowledged there. */
    Sent sent(Place place) {
        return sent.get(place);
    }

    /** The calls with an event, in the order in which they came. */
    List<Delivered> calls(Place place) {
        return calls.getOrDefault(place, List.of());
    }

    List<Lettered> letters(Place place) {
        return letters.getOrDefault(place, List.of());
    }

    /** All events that came to the function. */
    Iterable<Map.Entry<Place, List<Delivered>>> byEvent() {
        return calls.entrySet();
    }

    /** When an event was first taken, on the disk; {@link Long#MAX_VALUE}: never. */
    long taken(Place place) {
        return calls(place).stream()
                .filter(call -> call.answer() == Answer.TAKEN)
                .mapToLong(Delivered::kept)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    boolean isTaken(Place place) {
        return taken(place) != Long.MAX_VALUE;
    }
}
