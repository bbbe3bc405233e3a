package dev.dromedary.routes.kinesis.consume;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/** Packs events as AWS' Kinesis Producer Library does. */
final class Aggregates {

    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};

    private Aggregates() {}

    /** Some events, each under a key that is the same as its text. Less than 128 bytes each. */
    static byte[] of(List<String> events) {
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        events.forEach(event -> field(message, 1, event.getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < events.size(); i++) {
            ByteArrayOutputStream record = new ByteArrayOutputStream();
            record.write(1 << 3);
            record.write(i);
            field(record, 3, events.get(i).getBytes(StandardCharsets.UTF_8));
            field(message, 3, record.toByteArray());
        }
        return sealed(message.toByteArray());
    }

    /** A message between the four bytes and its MD5. */
    static byte[] sealed(byte[] message) {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(MAGIC);
            all.writeBytes(message);
            all.writeBytes(MessageDigest.getInstance("MD5").digest(message));
            return all.toByteArray();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void field(ByteArrayOutputStream to, int number, byte[] bytes) {
        to.write(number << 3 | 2);
        to.write(bytes.length);
        to.writeBytes(bytes);
    }
}
