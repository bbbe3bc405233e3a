package dev.dromedary.broker;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/** A Kafka broker and its controller in one process (KRaft), which makes its data directory where there is none yet. */
public final class KafkaServer {

    private KafkaServer() {}

    /**
     * Runs it until it is told to end.
     *
     * @param arguments its properties' file, its cluster's id, what else {@code kafka-storage format} is told, and from the first
     *     {@code --override} on what the broker is told besides: {@code --override name=value}
     */
    public static void main(String[] arguments) throws Exception {
        Path properties = Path.of(arguments[0]);
        List<String> all = Arrays.asList(arguments);
        int overrides = all.contains("--override") ? all.indexOf("--override") : all.size();
        if (!Files.exists(data(properties).resolve("meta.properties"))) {
            List<String> format =
                    new ArrayList<>(List.of("format", "--config", properties.toString(), "--cluster-id", arguments[1]));
            format.addAll(all.subList(2, overrides));
            PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
            if (kafka.tools.StorageTool.execute(format.toArray(String[]::new), out) != 0) {
                System.exit(1);
            }
        }
        List<String> told = new ArrayList<>(List.of(properties.toString()));
        told.addAll(all.subList(overrides, all.size()));
        kafka.Kafka.main(told.toArray(String[]::new));
    }

    private static Path data(Path file) throws Exception {
        Properties properties = new Properties();
        try (var in = Files.newInputStream(file)) {
            properties.load(in);
        }
        return Path.of(properties.getProperty("log.dirs"));
    }
}
