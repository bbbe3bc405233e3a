package dev.dromedary.ledger.check;

/**
 * What a body says, read from the body itself.
 *
 * @param number ascends for each key, from 0
 * @param crc of all its bytes
 */
public record Content(String key, long number, int crc) {}
