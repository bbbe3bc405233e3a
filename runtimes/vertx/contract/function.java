package io.kubeless;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The function of the contract test: the event's type says what to do. Every language has the same (see ../../contract-test). */
public class function {

    static {
        String seconds = System.getenv("CONTRACT_LOAD");
        if (seconds != null && !seconds.isEmpty()) {
            try {
                Thread.sleep((long) (Double.parseDouble(seconds) * 1000));
                Files.createFile(Path.of(System.getenv("KUBELESS_INSTALL_VOLUME"), "loaded"));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    public Object contract(Event event, Context context) throws Exception {
        return switch (event.EventType.isEmpty() ? "hello" : event.EventType) {
            case "hello" -> "hello world";
            case "echo" -> event.Data;
            case "binary" -> event.request().bytes();
            case "event" -> event(event, context);
            case "request" -> request(event.request());
            case "length" -> String.valueOf(event.Data.length());
            case "object" -> object("text", "é", "list", Arrays.asList(1, true, null));
            case "bytes" -> bytes();
            case "nothing" -> null;
            case "status" -> Event.Response.of("made").withStatus(201).with("X-Made", "yes");
            case "stream" -> pieces();
            case "fail" -> throw new IllegalStateException("the secret reason");
            default -> harm(event);
        };
    }

    private static Object harm(Event event) throws Exception {
        switch (event.EventType) {
            case "sleep" -> {
                Thread.sleep((long) (Double.parseDouble(event.Data) * 1000));
                return "slept";
            }
            case "loop" -> {
                while (true) {}
            }
            case "exit" -> System.exit(3);
            case "print" -> System.out.println("printed by the function");
            case "write" -> {
                return write();
            }
            case "fork" -> {
                for (int i = 0; i < 5; i++) {
                    new ProcessBuilder("sleep", "300").inheritIO().start();
                }
                return "forked";
            }
            case "flood" -> {
                for (int i = Integer.parseInt(event.Data); i > 0; i--) {
                    System.out.println("x".repeat(1023));
                }
                return "flooded";
            }
            case "leak" -> {
                List<byte[]> taken = new ArrayList<>();
                while (true) {
                    taken.add(new byte[16 << 20]);
                    Arrays.fill(taken.getLast(), (byte) 1);
                }
            }
            default -> throw new IllegalArgumentException(event.EventType);
        }
        return "";
    }

    /** Written by hand, for data that are JSON go into it as they are. */
    private static Object event(Event event, Context context) {
        String type = event.request().header("content-type");
        boolean json = type != null && type.toLowerCase().startsWith("application/json");
        String text = "{\"data\": " + (json ? event.Data : text(event.Data))
                + ", \"id\": " + text(event.EventID)
                + ", \"type\": " + text(event.EventType)
                + ", \"time\": " + text(event.EventTime)
                + ", \"namespace\": " + text(event.EventNamespace)
                + ", \"function-name\": " + text(context.functionName)
                + ", \"timeout\": " + context.timeout
                + ", \"runtime\": " + text(context.runtime)
                + ", \"memory-limit\": " + text(context.memoryLimit) + "}";
        return Event.Response.of(text).with("Content-Type", "application/json");
    }

    private static String text(String value) {
        return value.isEmpty() ? "null" : "\"" + value + "\"";
    }

    private static Object request(Event.Request request) {
        return object(
                "method", request.method(),
                "path", request.path(),
                "query", request.query(),
                "header", request.header("X-Custom"),
                "topic", request.header("event-topic"),
                "traceparent", request.header("traceparent"));
    }

    private static byte[] bytes() {
        byte[] bytes = new byte[256];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    private static Stream<String> pieces() {
        return IntStream.range(0, 3).mapToObj(number -> {
            try {
                Thread.sleep(number == 0 ? 0 : 300);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return "piece " + number + "\n";
        });
    }

    private static Object write() throws IOException {
        List<String> writable = new ArrayList<>();
        for (String folder : List.of("/", "/opt", "/etc", "/tmp", "/kubeless")) {
            try {
                Files.writeString(Path.of(folder, "written"), "");
                writable.add(folder);
            } catch (IOException e) {
                // Not this one.
            }
        }
        Path self = Path.of("/proc/self");
        return object(
                "user", Files.getAttribute(self, "unix:uid"),
                "group", Files.getAttribute(self, "unix:gid"),
                "writable", writable);
    }

    private static Map<String, Object> object(Object... parts) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i += 2) {
            object.put((String) parts[i], parts[i + 1]);
        }
        return object;
    }
}
