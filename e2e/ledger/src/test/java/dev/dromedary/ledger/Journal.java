package dev.dromedary.ledger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.LongConsumer;

/** A ledger on the disk. Lines that come together are synced together. */
final class Journal implements AutoCloseable {

    private static final int MOST = 1000;

    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private final FileChannel file;
    private final Thread writer;

    private record Line(String text, LongConsumer kept) {}

    Journal(Path path) {
        try {
            file = FileChannel.open(
                    path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writer = Thread.ofPlatform()
                .daemon()
                .name("journal " + path.getFileName())
                .start(this::write);
    }

    /**
     * Adds a line; does not wait.
     *
     * @param kept told when it was on the disk, in the order of the lines
     */
    void append(String text, LongConsumer kept) {
        lines.add(new Line(text, kept));
    }

    void append(String text) {
        append(text, at -> {});
    }

    private void write() {
        List<Line> together = new ArrayList<>();
        try {
            while (!Thread.currentThread().isInterrupted()) {
                together.add(lines.take());
                lines.drainTo(together, MOST);
                keep(together);
                together.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep(List<Line> together) {
        StringBuilder text = new StringBuilder();
        together.forEach(line -> text.append(line.text()).append('\n'));
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(text.toString());
        try {
            while (bytes.hasRemaining()) {
                file.write(bytes);
            }
            file.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        long at = Clock.now();
        together.forEach(line -> line.kept().accept(at));
    }

    /** Ends when all lines are on the disk. */
    @Override
    public void close() {
        append("", at -> writer.interrupt());
        try {
            writer.join();
            file.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
