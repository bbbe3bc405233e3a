package dev.dromedary.routes.kinesis.consume;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Many events in one record, as AWS' Kinesis Producer Library (KPL) packs them: four bytes that say so, a message of Protocol Buffers, and the MD5
 * of that (aggregation-format.md of amazon-kinesis-producer).
 */
final class Aggregate {

    private static final byte[] MAGIC = {(byte) 0xF3, (byte) 0x89, (byte) 0x9A, (byte) 0xC2};
    private static final int DIGEST = 16;

    private static final int KEY_TABLE = 1;
    private static final int RECORDS = 3;
    private static final int KEY_INDEX = 1;
    private static final int DATA = 3;

    /** Kinds of fields of Protocol Buffers. */
    private static final int VARINT = 0;

    private static final int EIGHT_BYTES = 1;
    private static final int LENGTH = 2;
    private static final int FOUR_BYTES = 5;
    private static final int KIND_BITS = 3;
    private static final int KIND = 7;
    private static final int VARINT_BITS = 7;
    private static final int VARINT_LONGEST = 64;

    private final List<String> keys = new ArrayList<>();
    private final List<ByteBuffer> records = new ArrayList<>();

    private Aggregate() {}

    /** An event within a record; a class and no record, for arrays are not values. */
    static final class Part {

        private final String key;
        private final byte[] data;

        private Part(String key, byte[] data) {
            this.key = key;
            this.data = data;
        }

        String key() {
            return key;
        }

        byte[] data() {
            return data;
        }
    }

    /** The events in a record's data, in their order; empty: the data is one event itself, whatever it begins with. */
    static Optional<List<Part>> parts(byte[] data) {
        if (data.length <= MAGIC.length + DIGEST || !Arrays.equals(data, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        int end = data.length - DIGEST;
        byte[] digest = md5(data, MAGIC.length, end);
        if (!Arrays.equals(data, end, data.length, digest, 0, DIGEST)) {
            return Optional.empty();
        }
        try {
            Aggregate aggregate = new Aggregate();
            aggregate.read(ByteBuffer.wrap(data, MAGIC.length, end - MAGIC.length));
            return Optional.of(aggregate.parts());
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    private void read(ByteBuffer message) {
        while (message.hasRemaining()) {
            int tag = (int) varint(message);
            switch (tag >>> KIND_BITS) {
                case KEY_TABLE ->
                    keys.add(StandardCharsets.UTF_8.decode(bytes(message)).toString());
                case RECORDS -> records.add(bytes(message));
                default -> skip(message, tag & KIND);
            }
        }
    }

    private List<Part> parts() {
        return records.stream().map(this::part).toList();
    }

    private Part part(ByteBuffer record) {
        int key = -1;
        byte[] data = null;
        while (record.hasRemaining()) {
            int tag = (int) varint(record);
            switch (tag >>> KIND_BITS) {
                case KEY_INDEX -> key = Math.toIntExact(varint(record));
                case DATA -> {
                    ByteBuffer bytes = bytes(record);
                    data = new byte[bytes.remaining()];
                    bytes.get(data);
                }
                default -> skip(record, tag & KIND);
            }
        }
        if (data == null) {
            throw new IllegalArgumentException("No data");
        }
        return new Part(keys.get(key), data);
    }

    private static void skip(ByteBuffer message, int kind) {
        switch (kind) {
            case VARINT -> varint(message);
            case EIGHT_BYTES -> message.getLong();
            case LENGTH -> bytes(message);
            case FOUR_BYTES -> message.getInt();
            default -> throw new IllegalArgumentException("Not of Protocol Buffers");
        }
    }

    private static ByteBuffer bytes(ByteBuffer message) {
        int length = Math.toIntExact(varint(message));
        ByteBuffer bytes = message.slice(message.position(), length);
        message.position(message.position() + length);
        return bytes;
    }

    private static long varint(ByteBuffer message) {
        long value = 0;
        for (int shift = 0; shift < VARINT_LONGEST; shift += VARINT_BITS) {
            byte next = message.get();
            value |= (long) (next & Byte.MAX_VALUE) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("Not of Protocol Buffers");
    }

    private static byte[] md5(byte[] data, int from, int to) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(data, from, to - from);
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
