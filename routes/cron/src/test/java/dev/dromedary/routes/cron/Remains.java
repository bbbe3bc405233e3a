package dev.dromedary.routes.cron;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** How many there are in this process of what triggers could leave behind: threads by their names, virtual ones too, sockets, Camel's routes and endpoints. */
record Remains(Map<String, Long> counts) {

    /** They come as they are needed, up to four, and stay. */
    private static final String WRITERS = "thread tick-status-N";

    /** A thread of a dump: its name, without numbers. */
    private static final Pattern THREAD = Pattern.compile("^#\\d+ \"([^\"]*)\"", Pattern.MULTILINE);

    static Remains of(CamelContext camel) throws IOException {
        Map<String, Long> counts = new TreeMap<>(threads());
        counts.remove(WRITERS);
        counts.put("sockets", sockets());
        counts.put("routes", (long) camel.getRoutesSize());
        counts.put("endpoints", (long) camel.getEndpoints().size());
        return new Remains(counts);
    }

    /** Of what there is more than before, and how many. */
    Map<String, Long> beyond(Remains before) {
        return counts.entrySet().stream()
                .filter(count -> count.getValue() > before.counts.getOrDefault(count.getKey(), 0L))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Map<String, Long> threads() throws IOException {
        Path file = Files.createTempDirectory("threads").resolve("dump");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
        return THREAD.matcher(Files.readString(file))
                .results()
                .map(found -> "thread " + found.group(1).replaceAll("\\d+", "N"))
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }

    private static long sockets() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(Remains::isSocket).count();
        }
    }

    private static boolean isSocket(Path open) {
        try {
            return Files.readSymbolicLink(open).toString().startsWith("socket:");
        } catch (IOException e) {
            return false;
        }
    }
}
