package dev.dromedary.runtime;

import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * What the environment says: the variables of the runtime contract. An empty variable counts as one that is not there.
 *
 * @param timeout of a call, in nanoseconds
 */
record Settings(
        Address address,
        Function function,
        long timeout,
        int concurrency,
        int queue,
        int bodyLimit,
        String terminationLog) {

    private static final double NANOS = 1e9;
    private static final int MOST = 1_000_000;

    /** Where the server listens. */
    record Address(String host, int port) {}

    /** What is called, and what it is told of itself. */
    record Function(String folder, String module, String handler, String timeout, UnaryOperator<String> env) {

        String about(String name) {
            String value = env.apply(name);
            return value == null ? "" : value;
        }
    }

    /** A variable that cannot be used; the message names it and says what it must be. */
    static final class SettingsException extends RuntimeException {

        private SettingsException(String message) {
            super(message);
        }
    }

    static Settings of(Map<String, String> env) {
        String timeout = text(env, "FUNC_TIMEOUT", "180");
        return new Settings(
                new Address(text(env, "FUNC_HOST", "0.0.0.0"), whole(env, "FUNC_PORT", 8080, 1, 65535)),
                new Function(
                        text(env, "KUBELESS_INSTALL_VOLUME", "/kubeless"),
                        needed(env, "MOD_NAME"),
                        needed(env, "FUNC_HANDLER"),
                        timeout,
                        env::get),
                (long) (seconds("FUNC_TIMEOUT", timeout) * NANOS),
                whole(env, "FUNC_CONCURRENCY", 200, 1, 10_000),
                whole(env, "FUNC_QUEUE", 256, 0, MOST),
                whole(env, "FUNC_MEMFILE_MAX", 104_857_600, 0, Integer.MAX_VALUE - 1024),
                text(env, "TERMINATION_LOG", "/dev/termination-log"));
    }

    private static String text(Map<String, String> env, String name, String otherwise) {
        String value = env.getOrDefault(name, "").strip();
        return value.isEmpty() ? otherwise : value;
    }

    private static String needed(Map<String, String> env, String name) {
        String value = text(env, name, "");
        if (value.isEmpty()) {
            throw new SettingsException(name + " is not set");
        }
        return value;
    }

    private static int whole(Map<String, String> env, String name, int otherwise, int least, int most) {
        String value = text(env, name, String.valueOf(otherwise));
        Predicate<String> isGood =
                text -> text.matches("\\d{1,10}") && Long.parseLong(text) >= least && Long.parseLong(text) <= most;
        if (!isGood.test(value)) {
            throw new SettingsException(
                    name + " is '" + value + "', but must be a whole number from " + least + " to " + most);
        }
        return Integer.parseInt(value);
    }

    private static double seconds(String name, String value) {
        double number = value.matches("\\d{1,9}(\\.\\d{1,9})?") ? Double.parseDouble(value) : 0;
        if (number <= 0) {
            throw new SettingsException(name + " is '" + value + "', but must be a number of seconds greater than 0");
        }
        return number;
    }
}
