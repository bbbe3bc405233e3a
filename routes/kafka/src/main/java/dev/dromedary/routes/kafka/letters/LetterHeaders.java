package dev.dromedary.routes.kafka.letters;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Brings a record's own headers past Camel, in one header, and unpacks them as the record goes out. Among Camel's own they could steer its producer (a
 * record may have a header {@code kafka.OVERRIDE_TOPIC}), and two of one name, as Kafka allows them, would be one.
 */
public final class LetterHeaders implements ProducerInterceptor<byte[], byte[]> {

    /** The header that carries them. */
    static final String CARRIED = "dromedary-carried";

    private static final int NOTHING = -1;

    /** A record's own headers, and then those of the letter, of which the record has none any more. */
    static byte[] carried(Iterable<Header> own, Map<String, String> letter) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Header header : own) {
                if (!letter.containsKey(header.key())) {
                    write(out, header.key(), header.value());
                }
            }
            for (Map.Entry<String, String> header : letter.entrySet()) {
                write(out, header.getKey(), header.getValue().getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, String name, byte[] value) throws IOException {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        out.writeInt(key.length);
        out.write(key);
        out.writeInt(value == null ? NOTHING : value.length);
        if (value != null) {
            out.write(value);
        }
    }

    @Override
    public ProducerRecord<byte[], byte[]> onSend(ProducerRecord<byte[], byte[]> record) {
        Header carried = record.headers().lastHeader(CARRIED);
        return new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                record.key(),
                record.value(),
                carried == null ? record.headers() : unpacked(carried.value()));
    }

    private static Headers unpacked(byte[] carried) {
        Headers headers = new RecordHeaders();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(carried))) {
            while (in.available() > 0) {
                String name = new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
                int length = in.readInt();
                headers.add(name, length == NOTHING ? null : in.readNBytes(length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return headers;
    }

    @Override
    public void onAcknowledgement(RecordMetadata metadata, Exception exception) {}

    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {}
}
