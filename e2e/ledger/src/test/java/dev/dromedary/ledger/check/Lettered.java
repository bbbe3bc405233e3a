package dev.dromedary.ledger.check;

/**
 * A dead letter: ledger Q.
 *
 * @param stored where in its own topic
 * @param event whose it is, as it says
 * @param told what the record's own key and header say: key, number
 * @param reason {@code Refused}, {@code Exhausted} or {@code Expired}
 */
public record Lettered(Place stored, Place event, Content content, String told, String reason, int attempts) {}
