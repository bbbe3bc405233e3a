package dev.dromedary.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;

/** The command {@code local/run}. */
public final class Main {

    private static final int WRONG_USAGE = 2;

    private Main() {}

    /** Runs until it is told to end (SIGINT, SIGTERM). */
    public static void main(String[] words) throws Exception {
        logging();
        Options options;
        try {
            options = Options.of(List.of(words));
        } catch (IllegalArgumentException e) {
            System.err.print(e.getMessage() + "\n" + Options.USAGE);
            System.exit(WRONG_USAGE);
            return;
        }
        Local local = new Local(options, Main::print);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            local.close();
            print("ended, with every process that was started");
        }));
        local.start();
        new CountDownLatch(1).await();
    }

    private static synchronized void print(String line) {
        System.out.println(line);
    }

    /** What people need to know is printed; the log is for what nobody expected. */
    private static void logging() {
        try (InputStream settings = Main.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
