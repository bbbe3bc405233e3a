package dev.dromedary.runtime;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;

/** The counts behind /metrics: in a file that all processes of the server map, so that one that ends takes none with it. */
final class Board {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OTHER");
    private static final double[] BUCKETS = {0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10};
    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    // Of one method: calls, failures, nanoseconds, then one number for each bucket and one for all above.
    private static final int CALLS = 0;
    private static final int FAILURES = 1;
    private static final int NANOS = 2;
    private static final int FIRST_BUCKET = 3;
    private static final int PER_METHOD = FIRST_BUCKET + BUCKETS.length + 1;
    private static final int BYTES = METHODS.size() * PER_METHOD * Long.BYTES;

    private final ByteBuffer numbers;

    private Board(ByteBuffer numbers) {
        this.numbers = numbers;
    }

    /** The board in a file, which is made if it is not there. */
    static Board in(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
            return new Board(channel.map(FileChannel.MapMode.READ_WRITE, 0, BYTES));
        }
    }

    static int methodNumber(String method) {
        int number = METHODS.indexOf(method);
        return number < 0 ? METHODS.size() - 1 : number;
    }

    void begin(int method) {
        add(method, CALLS, 1);
    }

    /** The function is done with a call, after some nanoseconds. */
    void end(int method, long nanos, boolean failed) {
        int bucket = 0;
        while (bucket < BUCKETS.length && nanos > BUCKETS[bucket] * 1e9) {
            bucket++;
        }
        add(method, NANOS, nanos);
        add(method, FIRST_BUCKET + bucket, 1);
        if (failed) {
            add(method, FAILURES, 1);
        }
    }

    /** The text for Prometheus. */
    String text() {
        StringBuilder out = new StringBuilder(4096);
        head(out, "function_calls_total", "counter", "Number of calls to user function");
        counts(out, "function_calls_total", CALLS);
        head(out, "function_failures_total", "counter", "Number of exceptions in user function");
        counts(out, "function_failures_total", FAILURES);
        head(out, "function_duration_seconds", "histogram", "Duration of user function in seconds");
        for (int method = 0; method < METHODS.size(); method++) {
            if (get(method, CALLS) > 0) {
                histogram(out, method);
            }
        }
        return out.toString();
    }

    private void counts(StringBuilder out, String name, int index) {
        for (int method = 0; method < METHODS.size(); method++) {
            if (get(method, CALLS) > 0) {
                line(out, name, method, "").append(get(method, index)).append('\n');
            }
        }
    }

    private void histogram(StringBuilder out, int method) {
        long below = 0;
        for (int bucket = 0; bucket <= BUCKETS.length; bucket++) {
            below += get(method, FIRST_BUCKET + bucket);
            String bound = bucket == BUCKETS.length ? "+Inf" : String.valueOf(BUCKETS[bucket]);
            line(out, "function_duration_seconds_bucket", method, ",le=\"" + bound + '"')
                    .append(below)
                    .append('\n');
        }
        String seconds = String.format(Locale.ROOT, "%.9f", get(method, NANOS) / 1e9);
        line(out, "function_duration_seconds_sum", method, "").append(seconds).append('\n');
        line(out, "function_duration_seconds_count", method, "").append(below).append('\n');
    }

    private static StringBuilder line(StringBuilder out, String name, int method, String more) {
        return out.append(name)
                .append("{method=\"")
                .append(METHODS.get(method))
                .append('"')
                .append(more)
                .append("} ");
    }

    private static void head(StringBuilder out, String name, String type, String help) {
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
        out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    private void add(int method, int index, long value) {
        long before = (long) LONGS.getAndAdd(numbers, (method * PER_METHOD + index) * Long.BYTES, value);
        assert before >= 0;
    }

    private long get(int method, int index) {
        return (long) LONGS.getVolatile(numbers, (method * PER_METHOD + index) * Long.BYTES);
    }
}
