package dev.dromedary.ledger.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A run as it should be, for tests to spoil: twelve events of three keys in two partitions; the event 0-2 failed once, 1-3 is refused and 1-4
 * given up after two attempts; a kill after 0-3, which comes again.
 */
final class Story {

    static final Bounds BOUNDS = new Bounds(0.1, 0.8);
    static final int PARTITIONS = 2;
    static final int EACH = 6;
    static final long KILL = 5_000;

    final List<Sent> sent = new ArrayList<>();
    final List<Delivered> delivered = new ArrayList<>();
    final List<Lettered> letters = new ArrayList<>();
    final List<Sample> samples = new ArrayList<>();
    final List<Blow> blows = new ArrayList<>(List.of(new Blow(KILL, Blow.Kind.KILL, "a")));
    final List<Counters> counters = new ArrayList<>(
            List.of(new Counters("a", Map.of("received", 8L, "delivered", 6L, "dead_lettered", 2L), 0)));

    private Story() {}

    static Story told() {
        Story story = new Story();
        for (int i = 0; i < EACH; i++) {
            story.send(new Place(0, i), new Content(i % 2 == 0 ? "x" : "y", i / 2, 100 + i));
            story.send(new Place(1, i), new Content("z", i, 200 + i));
        }
        for (int i = 0; i < EACH; i++) {
            story.deliver(new Place(0, i));
            story.deliver(new Place(1, i));
            story.samples.add(new Sample(1_000 * i + 900, story.until(i), story.lettersBy(i)));
        }
        story.samples.add(new Sample(9_000, story.until(EACH - 1), story.lettersBy(EACH)));
        return story;
    }

    private void send(Place place, Content content) {
        sent.add(new Sent(place, content));
    }

    private void deliver(Place place) {
        long at = 1_000 * place.offset();
        switch (place.toString()) {
            case "0-2" -> call(place, at, Answer.FAILED, Answer.TAKEN);
            case "0-3" -> {
                call(place, at, Answer.TAKEN);
                call(place, KILL + 50, Answer.TAKEN);
            }
            case "1-3" -> {
                call(place, at, Answer.REFUSED);
                letter(place, "Refused", 1);
            }
            case "1-4" -> {
                call(place, at, Answer.FAILED, Answer.RESET);
                letter(place, "Exhausted", 2);
            }
            default -> call(place, at + (place.equals(new Place(0, 5)) ? 100 : 0), Answer.TAKEN);
        }
    }

    private void call(Place place, long from, Answer... answers) {
        long at = from;
        for (Answer answer : answers) {
            delivered.add(new Delivered(
                    at, at + 100, place, of(place).content(), of(place).toTell(), answer));
            at += 200;
        }
    }

    private void letter(Place place, String reason, int attempts) {
        Content content = of(place).content();
        Place stored = new Place(0, letters.size());
        letters.add(new Lettered(stored, place, content, content.key() + " " + content.number(), reason, attempts));
    }

    /** Before the kill the second half of 0 was not committed yet. */
    private Map<Integer, Long> until(int i) {
        return i >= 3 && i < EACH - 1 ? Map.of(0, 3L, 1, i + 1L) : Map.of(0, i + 1L, 1, i + 1L);
    }

    private Map<Integer, Long> lettersBy(int i) {
        return Map.of(0, (long) Math.max(0, Math.min(2, i - 2)));
    }

    Sent of(Place place) {
        return sent.stream()
                .filter(each -> each.place().equals(place))
                .findFirst()
                .orElseThrow();
    }

    /** The place in the ledger of the first call with an event. */
    int call(Place place) {
        return delivered.indexOf(delivered.stream()
                .filter(each -> each.place().equals(place))
                .findFirst()
                .orElseThrow());
    }

    /** Changes the first call with an event. */
    void change(Place place, UnaryOperator<Delivered> how) {
        delivered.set(call(place), how.apply(delivered.get(call(place))));
    }

    Report report() {
        return Report.of(new History(sent, delivered, letters, samples, blows, counters), BOUNDS);
    }
}
