package dev.dromedary.routes.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a router has open, for the tests of a room: when its triggers are gone it is what it was before.
 *
 * @param threads how many of each name, without the digits in it
 * @param files connections among them
 */
public record Leftovers(Map<String, Long> threads, int routes, int endpoints, int meters, long files) {

    /** Some come and go by themselves, such as a connection to a function. */
    private static final int FEW_FILES = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** As it is now. */
    public static Leftovers of(Bench bench) {
        Map<String, Long> threads = Thread.getAllStackTraces().keySet().stream()
                .map(thread -> thread.getName().replaceAll("[0-9]+", "#"))
                .filter(name -> !name.startsWith("awaitility"))
                .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
        return new Leftovers(
                threads,
                bench.camel().getRoutesSize(),
                bench.camel().getEndpointRegistry().size(),
                bench.meters().getMeters().size(),
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getOpenFileDescriptorCount());
    }

    /** Waits until there is no more than this. */
    public void awaitNoMore(Bench bench) {
        await().atMost(PATIENCE).untilAsserted(() -> assertNoMore(of(bench)));
    }

    private void assertNoMore(Leftovers now) {
        assertThat(now.threads())
                .allSatisfy((name, count) ->
                        assertThat(count).as(name).isLessThanOrEqualTo(threads.getOrDefault(name, 0L)));
        assertThat(now.routes()).as("routes").isLessThanOrEqualTo(routes);
        assertThat(now.endpoints()).as("endpoints").isLessThanOrEqualTo(endpoints);
        assertThat(now.meters()).as("meters").isLessThanOrEqualTo(meters);
        assertThat(now.files()).as("files and connections").isLessThanOrEqualTo(files + FEW_FILES);
    }
}
