package dev.dromedary.routes.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/**
 * What a router has open, for the tests of a room: when its triggers are gone it is what it was before.
 *
 * @param counts of threads by their names without digits, virtual ones too; of Camel's routes and endpoints, and of files, connections among them
 */
public record Leftovers(Map<String, Long> counts) {

    private static final String FILES = "files and connections";
    /** Some come and go by themselves, such as a connection to a function. */
    private static final int FEW_FILES = 5;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** A thread of a dump. */
    private static final Pattern THREAD = Pattern.compile("^#\\d+ \"([^\"]*)\"", Pattern.MULTILINE);

    /** As it is now. */
    public static Leftovers of(CamelContext camel) throws IOException {
        Map<String, Long> counts = new TreeMap<>(threads());
        counts.put("routes", (long) camel.getRoutesSize());
        counts.put("endpoints", (long) camel.getEndpointRegistry().size());
        counts.put(
                FILES,
                ((UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                        .getOpenFileDescriptorCount());
        return new Leftovers(counts);
    }

    /** The same, with what is measured. */
    public static Leftovers of(Bench bench) throws IOException {
        Map<String, Long> counts = new TreeMap<>(of(bench.camel()).counts());
        counts.put("meters", (long) bench.meters().getMeters().size());
        return new Leftovers(counts);
    }

    /** Waits until there is no more than this. */
    public void awaitNoMore(Callable<Leftovers> now) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(now.call().beyond(this)).isEmpty());
    }

    /** Of what there is more than before, and how many. */
    private Map<String, Long> beyond(Leftovers before) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > before.most(count.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private long most(String what) {
        return counts.getOrDefault(what, 0L) + (what.equals(FILES) ? FEW_FILES : 0);
    }

    private static Map<String, Long> threads() throws IOException {
        Path file = Files.createTempFile("threads", "");
        // It must not be there yet.
        Files.delete(file);
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
        String dump = Files.readString(file);
        Files.delete(file);
        return THREAD.matcher(dump)
                .results()
                .map(found -> found.group(1).replaceAll("[0-9]+", "#"))
                .filter(name -> !name.startsWith("awaitility"))
                .collect(Collectors.groupingBy(name -> "thread " + name, Collectors.counting()));
    }
}
