import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/**
 * The bare client of the bench: the reconciler's own client library, which writes what it is told and does nothing else. It
 * reads one order a line, as JSON, and answers each with the milliseconds it took.
 *
 * <p>An order: {@code workers}, {@code from} and {@code count}, and {@code writes}, which are carried out one after another for
 * each number; in them {@code @NAME@} stands for the number's name, {@code @UID@} for the uid of the first object made for it.
 */
final class Writer {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final PatchContext APPLY = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("bench-writer")
            .withForce(true)
            .build();

    private final KubernetesClient client = new KubernetesClientBuilder().build();
    private final Map<String, String> uids = new ConcurrentHashMap<>();

    record Write(String how, String object) {}

    public static void main(String[] arguments) throws Exception {
        Writer writer = new Writer();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in));
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            System.out.println(writer.carryOut(MAPPER.readTree(line)));
        }
        System.exit(0);
    }

    private double carryOut(JsonNode order) throws Exception {
        List<Write> writes = new ArrayList<>();
        for (JsonNode write : order.path("writes")) {
            writes.add(new Write(write.path("how").asText(), write.path("object").toString()));
        }
        int from = order.path("from").asInt();
        long begun = System.nanoTime();
        inParallel(order.path("workers").asInt(), from, from + order.path("count").asInt(), number -> {
            String name = "f" + String.format("%05d", number);
            writes.forEach(write -> write(write, name));
        });
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void inParallel(int workers, int from, int to, IntConsumer work) throws Exception {
        java.util.concurrent.atomic.AtomicInteger next = new java.util.concurrent.atomic.AtomicInteger(from);
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                all.add(executor.submit(() -> {
                    for (int number = next.getAndIncrement(); number < to; number = next.getAndIncrement()) {
                        work.accept(number);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        }
    }

    private void write(Write write, String name) {
        GenericKubernetesResource object = read(write.object()
                .replace("@NAME@", name)
                .replace("@UID@", uids.getOrDefault(name, "")));
        switch (write.how()) {
            case "create" -> {
                String uid = client.resource(object).create().getMetadata().getUid();
                if (object.getKind().equals("Function")) {
                    uids.put(name, uid);
                }
            }
            case "apply" -> client.resource(object).patch(APPLY);
            case "status" -> client.resource(object).subresource("status").patch(APPLY);
            default -> throw new IllegalArgumentException(write.how());
        }
    }

    private static GenericKubernetesResource read(String json) {
        try {
            return MAPPER.readValue(json, GenericKubernetesResource.class);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
