package dev.dromedary.routes.http;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/** A copy of a body, up to a length. */
final class Kept {

    private final int most;
    private final Consumer<byte[]> then;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Kept(int most, Consumer<byte[]> then) {
        this.most = most;
        this.then = then;
    }

    /** Whether it is not too long by now. */
    boolean add(ByteBuf part) {
        if (bytes.size() + part.readableBytes() > most) {
            return false;
        }
        byte[] copy = new byte[part.readableBytes()];
        part.getBytes(part.readerIndex(), copy);
        bytes.writeBytes(copy);
        return true;
    }

    /** It has ended. */
    void whole() {
        then.accept(bytes.toByteArray());
    }
}
