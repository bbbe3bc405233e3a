package dev.dromedary.ledger;

import dev.dromedary.ledger.check.Content;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;

/** The bytes of an event: its key and number in a line of text, and then any bytes. */
final class Body {

    private static final int LONGEST = 300;

    private Body() {}

    static byte[] of(String key, long number, Random random) {
        byte[] line = (key + " " + number + "\n").getBytes(StandardCharsets.US_ASCII);
        byte[] rest = new byte[random.nextInt(LONGEST)];
        random.nextBytes(rest);
        byte[] body = java.util.Arrays.copyOf(line, line.length + rest.length);
        System.arraycopy(rest, 0, body, line.length, rest.length);
        return body;
    }

    /** What it says; of one that says nothing, the key is empty. */
    static Content read(byte[] body) {
        CRC32 crc = new CRC32();
        crc.update(body);
        int end = 0;
        while (end < body.length && body[end] != '\n') {
            end++;
        }
        String[] words = new String(body, 0, end, StandardCharsets.US_ASCII).split(" ", -1);
        return words.length == 2 && words[1].matches("[0-9]{1,18}")
                ? new Content(words[0].intern(), Long.parseLong(words[1]), (int) crc.getValue())
                : new Content("", -1, (int) crc.getValue());
    }
}
