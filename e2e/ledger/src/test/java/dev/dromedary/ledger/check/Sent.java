package dev.dromedary.ledger.check;

/** A record that the broker acknowledged: ledger A. */
public record Sent(Place place, Content content) {

    /** What a function must be told of it in headers, in the order of {@link Delivered#told}. */
    public String toTell() {
        return content.key() + " " + content.number() + " " + place.partition() + " " + place.offset();
    }
}
