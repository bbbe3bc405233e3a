package dev.dromedary.ledger.check;

/**
 * A call of the function: ledger D.
 *
 * @param came when the function had it whole
 * @param kept when this line was on the disk; it is answered after that
 * @param place as the event's id has it
 * @param told what headers say: key, number, partition, offset
 */
public record Delivered(long came, long kept, Place place, Content content, String told, Answer answer) {}
