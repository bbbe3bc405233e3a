package dev.dromedary.ledger.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** The checker finds nothing in a run as it should be, and each way in which one can go wrong. */
class ReportTest {

    private static final Place EVENT = new Place(0, 4);
    private static final Place REFUSED = new Place(1, 3);
    private static final int SECOND_LETTER = 1;

    private final Story story = Story.told();

    @Test
    void aRunAsItShouldBe() {
        breaks();
        assertThat(story.report().toString())
                .startsWith("12 events, 15 calls, 1 duplicates (8.33 %), 2 dead letters, 1 of 1 kills under way")
                .endsWith(Rule.values().length + " passed, 0 failed");
    }

    @Test
    void anEventThatNeverCame() {
        story.delivered.remove(story.call(EVENT));
        breaks(Rule.NOTHING_LOST, Rule.NO_COMMIT_PAST_OPEN);
    }

    @Test
    void anEventThatCameButWasNeverTaken() {
        story.change(EVENT, call -> answered(call, Answer.FAILED));
        breaks(Rule.NOTHING_LOST, Rule.NO_COMMIT_PAST_OPEN);
    }

    @Test
    void aDeadLetterThatIsMissing() {
        story.letters.remove(SECOND_LETTER);
        breaks(Rule.NOTHING_LOST, Rule.NO_COMMIT_PAST_OPEN);
    }

    @Test
    void anEventThatNobodySent() {
        story.sent.remove(story.of(new Place(0, 5)));
        breaks(Rule.NOTHING_INVENTED);
    }

    @Test
    void anEventThatIsTakenAndADeadLetter() {
        story.change(REFUSED, call -> answered(call, Answer.TAKEN));
        breaks(Rule.EITHER_TAKEN_OR_LETTER, Rule.LETTERS_TRUE);
    }

    @Test
    void anEndThatIsNotCommitted() {
        story.samples.removeLast();
        story.samples.removeLast();
        breaks(Rule.ALL_COMMITTED);
    }

    @Test
    void aCommitPastAnEventThatIsTakenLater() {
        story.samples.addFirst(new Sample(50, Map.of(0, 1L), Map.of()));
        breaks(Rule.NO_COMMIT_PAST_OPEN);
    }

    @Test
    void aCommitPastAnEventWhoseLetterIsStoredLater() {
        Sample early = story.samples.get(3);
        story.samples.set(3, new Sample(early.at(), early.committed(), Map.of()));
        breaks(Rule.NO_COMMIT_PAST_OPEN);
    }

    @Test
    void anEventThatComesAgainAfterItWasCommitted() {
        Delivered call = story.delivered.get(story.call(new Place(0, 3)));
        story.delivered.add(new Delivered(8_000, 8_001, call.place(), call.content(), call.told(), Answer.FAILED));
        breaks(Rule.COMMITTED_STAYS_DONE);
    }

    @Test
    void anEventThatComesBeforeTheOneBeforeItWasTaken() {
        story.change(
                EVENT, call -> new Delivered(2_250, 2_260, call.place(), call.content(), call.told(), call.answer()));
        breaks(Rule.ORDER_BY_KEY);
    }

    @Test
    void anEventThatComesBeforeTheOneBeforeItIsADeadLetter() {
        story.change(
                new Place(1, 5),
                call -> new Delivered(3_950, 3_960, call.place(), call.content(), call.told(), call.answer()));
        breaks(Rule.ORDER_BY_KEY);
    }

    @Test
    void bytesThatWereChanged() {
        story.change(EVENT, call -> {
            Content other = new Content(
                    call.content().key(),
                    call.content().number(),
                    call.content().crc() + 1);
            return new Delivered(call.came(), call.kept(), call.place(), other, call.told(), call.answer());
        });
        breaks(Rule.BYTES_KEPT);
    }

    @Test
    void aDeadLetterWhoseBytesWereChanged() {
        Lettered letter = story.letters.get(SECOND_LETTER);
        Content other = new Content(letter.content().key(), letter.content().number(), 0);
        story.letters.set(
                SECOND_LETTER,
                new Lettered(
                        letter.stored(), letter.event(), other, letter.told(), letter.reason(), letter.attempts()));
        breaks(Rule.BYTES_KEPT);
    }

    @Test
    void headersThatSayWhatIsNotSo() {
        story.change(
                EVENT,
                call -> new Delivered(
                        call.came(), call.kept(), call.place(), call.content(), "x 2 0 5", call.answer()));
        breaks(Rule.HEADERS_TRUE);
    }

    @Test
    void aDeadLetterThatSaysAnotherReason() {
        letter("Exhausted", 1);
        breaks(Rule.LETTERS_TRUE);
        letter("Expired", 1);
        breaks(Rule.LETTERS_TRUE);
    }

    @Test
    void aDeadLetterThatSaysMoreAttemptsThanThereWere() {
        letter("Refused", 2);
        breaks(Rule.LETTERS_TRUE);
    }

    @Test
    void aCallThatTheFunctionsPortTookDownBeforeItsRefusal() {
        story.blows.add(new Blow(3_000, Blow.Kind.FUNCTION, "port"));
        letter("Refused", 2);
        breaks();
        letter("Refused", 3);
        breaks(Rule.LETTERS_TRUE);
    }

    @Test
    void moreDuplicatesThanThereMayBe() {
        Delivered call = story.delivered.get(story.call(new Place(0, 3)));
        story.delivered.add(new Delivered(5_060, 5_061, call.place(), call.content(), call.told(), Answer.TAKEN));
        breaks(Rule.FEW_DUPLICATES);
    }

    @Test
    void aKillWhileNothingWasUnderWay() {
        story.blows.add(new Blow(8_500, Blow.Kind.KILL, "a"));
        breaks(Rule.KILLS_HIT);
    }

    @Test
    void anEventThatFailedByItselfShowsNoKill() {
        story.delivered.remove(story.call(new Place(0, 3)));
        story.blows.set(0, new Blow(2_150, Blow.Kind.KILL, "a"));
        assertThat(story.report().rules()).contains(Rule.KILLS_HIT);
    }

    @Test
    void aCallThatWasUnderWayAtTheKillShowsIt() {
        story.delivered.remove(story.call(new Place(0, 3)));
        story.blows.set(0, new Blow(2_050, Blow.Kind.KILL, "a"));
        assertThat(story.report().rules()).doesNotContain(Rule.KILLS_HIT);
    }

    @Test
    void countersThatLeaveSomethingOut() {
        story.counters.add(new Counters("b", Map.of("received", 8L, "delivered", 6L, "released", 1L), 0));
        breaks(Rule.COUNTERS_BALANCE);
    }

    private void letter(String reason, int attempts) {
        Lettered letter = story.letters.getFirst();
        story.letters.set(
                0, new Lettered(letter.stored(), letter.event(), letter.content(), letter.told(), reason, attempts));
    }

    private static Delivered answered(Delivered call, Answer answer) {
        return new Delivered(call.came(), call.kept(), call.place(), call.content(), call.told(), answer);
    }

    private void breaks(Rule... rules) {
        Report report = story.report();
        assertThat(report.rules()).as(report.toString()).containsExactlyInAnyOrder(rules);
    }
}
