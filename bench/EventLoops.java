import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** What the plain loops of {@code bench/kafka} and {@code bench/kinesis} share, on the router's class path: nothing is checked, retried or kept. */
final class EventLoops {

    static final int AT_A_TIME = 64;
    private static final int BATCH = 500;

    private EventLoops() {}

    /** The client of all of a loop's calls. */
    static HttpClient client() {
        return vertx().createHttpClient(new PoolOptions().setHttp1MaxSize(AT_A_TIME));
    }

    private static Vertx vertx() {
        return Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    }

    /** A value of so many bytes, which is JSON. */
    static byte[] value(int number, int length) {
        String filling = "x".repeat(length - "{\"number\":00000000,\"filling\":\"\"}".length());
        return bytes(String.format(Locale.ROOT, "{\"number\":1%07d,\"filling\":\"%s\"}", number, filling));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What a record is made of.
     *
     * @param source what the order by source goes by
     */
    record Form<R>(
            Function<R, Object> key, Function<R, Object> source, Function<R, byte[]> value, Function<R, String> id) {

        /** What records must be equal in to be called for one after another. */
        private Function<R, Object> by(String order) {
            return switch (order) {
                case "none" -> record -> record;
                case "key" -> key;
                default -> source;
            };
        }
    }

    /** Where calls go. */
    record To(String host, int port) {}

    /** The calls of what was read; when {@link #of} comes back, all of them are answered. Of one thread. */
    record Calls<R>(HttpClient client, To to, Form<R> form, int most, Semaphore places) {

        /** So many at a time. */
        Calls(HttpClient client, To to, Form<R> form, int most) {
            this(client, to, form, most, new Semaphore(most));
        }

        /** The order is {@code none}, {@code key}, {@code source} or {@code batch}. */
        void of(Iterable<R> records, String order) throws InterruptedException {
            if (order.equals("batch")) {
                batches(records);
            } else {
                each(records, form.by(order));
            }
            places.acquire(most);
            places.release(most);
        }

        private void each(Iterable<R> records, Function<R, Object> by) throws InterruptedException {
            Map<Object, List<R>> chains = new HashMap<>();
            records.forEach(record -> chains.computeIfAbsent(by.apply(record), any -> new ArrayList<>()).add(record));
            for (List<R> chain : chains.values()) {
                places.acquire();
                next(chain, 0);
            }
        }

        private void next(List<R> chain, int at) {
            if (at == chain.size()) {
                places.release();
                return;
            }
            R record = chain.get(at);
            call(Buffer.buffer(form.value().apply(record)), form.id().apply(record))
                    .onComplete(any -> next(chain, at + 1));
        }

        private void batches(Iterable<R> records) throws InterruptedException {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            int count = 0;
            for (R record : records) {
                body.write(count == 0 ? '[' : ',');
                body.writeBytes(form.value().apply(record));
                if (++count == BATCH) {
                    send(body);
                    count = 0;
                }
            }
            if (count > 0) {
                send(body);
            }
        }

        private void send(ByteArrayOutputStream body) throws InterruptedException {
            body.write(']');
            places.acquire();
            call(Buffer.buffer(body.toByteArray()), "batch").onComplete(any -> places.release());
            body.reset();
        }

        private Future<?> call(Buffer body, String id) {
            return client.request(new RequestOptions()
                            .setMethod(HttpMethod.POST)
                            .setHost(to.host())
                            .setPort(to.port())
                            .setURI("/"))
                    .compose(request -> request.putHeader("content-type", "application/json")
                            .putHeader("event-id", id)
                            .send(body))
                    .compose(answer -> answer.end());
        }
    }

    /** The function of {@code latency}: it notes when it gets which number. */
    static final class Late {

        private final long[] sent;
        private final long[] taken;

        /** Listens from now on. */
        Late(To at, int all) throws Exception {
            this.sent = new long[all];
            this.taken = new long[all];
            vertx().createHttpServer()
                    .requestHandler(request -> request.body().onSuccess(body -> {
                        taken[Integer.parseInt(body.toString())] = System.nanoTime();
                        request.response().end();
                    }))
                    .listen(at.port(), at.host())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        }

        void sent(int number) {
            sent[number] = System.nanoTime();
        }

        /** Prints p50, p99 and p99.9, in ms, of the second half. */
        void print() throws InterruptedException {
            Thread.sleep(5000);
            int half = sent.length / 2;
            double[] millis = new double[sent.length - half];
            int missing = 0;
            for (int i = 0; i < millis.length; i++) {
                missing += taken[half + i] == 0 ? 1 : 0;
                millis[i] = (taken[half + i] - sent[half + i]) / 1e6;
            }
            Arrays.sort(millis);
            System.out.printf(
                    Locale.ROOT,
                    "{\"p50\": %.3f, \"p99\": %.3f, \"p999\": %.3f, \"missing\": %d}%n",
                    millis[millis.length / 2],
                    millis[millis.length * 99 / 100],
                    millis[millis.length * 999 / 1000],
                    missing);
        }
    }
}
