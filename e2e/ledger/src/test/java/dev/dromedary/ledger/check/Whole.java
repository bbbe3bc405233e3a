package dev.dromedary.ledger.check;

import java.util.stream.Stream;

/** Whether what went in came out, as it was. */
final class Whole {

    private Whole() {}

    static Stream<String> lost(Facts facts) {
        return facts.history().sent().stream()
                .filter(sent -> !facts.isTaken(sent.place())
                        && facts.letters(sent.place()).isEmpty())
                .map(sent -> sent + " was neither taken nor is it a dead letter; calls: " + facts.calls(sent.place()));
    }

    static Stream<String> invented(Facts facts) {
        return Stream.concat(
                facts.history().delivered().stream()
                        .filter(call -> facts.sent(call.place()) == null)
                        .map(Delivered::toString),
                facts.history().letters().stream()
                        .filter(letter -> facts.sent(letter.event()) == null)
                        .map(Lettered::toString));
    }

    static Stream<String> both(Facts facts) {
        return facts.history().letters().stream()
                .filter(letter -> facts.isTaken(letter.event()))
                .map(letter -> letter + " was taken: " + facts.calls(letter.event()));
    }

    static Stream<String> corrupt(Facts facts) {
        return Stream.concat(
                facts.history().delivered().stream()
                        .filter(call -> isOther(facts.sent(call.place()), call.content()))
                        .map(call -> call + " is not " + facts.sent(call.place())),
                facts.history().letters().stream()
                        .filter(letter -> isOther(facts.sent(letter.event()), letter.content()))
                        .map(letter -> letter + " is not " + facts.sent(letter.event())));
    }

    private static boolean isOther(Sent sent, Content content) {
        return sent != null && !sent.content().equals(content);
    }

    static Stream<String> mistold(Facts facts) {
        return Stream.concat(
                facts.history().delivered().stream()
                        .filter(call -> facts.sent(call.place()) != null)
                        .filter(call -> !facts.sent(call.place()).toTell().equals(call.told()))
                        .map(call -> call + " is not as sent: " + facts.sent(call.place())),
                facts.history().letters().stream()
                        .filter(letter -> facts.sent(letter.event()) != null)
                        .filter(letter -> !facts.sent(letter.event()).toTell().startsWith(letter.told() + " "))
                        .map(letter -> letter + " is not as sent: " + facts.sent(letter.event())));
    }
}
