package dev.dromedary.runtime;

import dev.dromedary.runtime.Loader.LoadException;
import dev.dromedary.runtime.Settings.SettingsException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;

/** Starts the server. Settings are in the environment; DROMEDARY_BOARD is the file of the counts. */
public final class Main {

    private static final String ENDED = "The function ended its process";

    private Main() {}

    public static void main(String[] args) {
        System.setIn(InputStream.nullInputStream());
        Supervisor supervisor = Supervisor.of(System.getenv("DROMEDARY_REPORTS"), System.getenv("DROMEDARY_NAME"));
        try {
            serve(supervisor);
        } catch (SettingsException | IOException e) {
            fail(supervisor, e.getMessage());
        } catch (LoadException e) {
            fail(supervisor, e.getCause() == null ? e.getMessage() : e.getMessage() + ":\n" + trace(e.getCause()));
        }
    }

    private static void serve(Supervisor supervisor) throws IOException, LoadException {
        Settings settings = Settings.of(System.getenv());
        String file = System.getenv("DROMEDARY_BOARD");
        Board board = Board.in(Path.of(
                file == null ? "/tmp/dromedary-board-" + ProcessHandle.current().pid() : file));
        Handler handler = Loader.load(settings);
        AccessLog log = AccessLog.start(new FileOutputStream(FileDescriptor.out));
        Watchdog watchdog = new Watchdog(supervisor);
        Server server = Server.start(settings, handler, board, log, watchdog);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> lastWords(server)));
        supervisor.ready();
        if (Supervisor.awaitEnd()) {
            server.drain();
        }
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    /** The function ends the process: who waits for an answer gets one. */
    private static void lastWords(Server server) {
        // Who comes now would meet a server that is gone in a moment.
        server.leave();
        for (Connection connection : server.connections()) {
            Call call = connection.call();
            if (call == null) {
                continue;
            }
            if (call.giveUp()) {
                server.calls().settle(call, true);
                connection.speakFor(call, 500, ENDED);
            } else if (call.breakOff()) {
                server.calls().settle(call, true);
                connection.close();
            }
        }
        server.log().flush();
    }

    private static void fail(Supervisor supervisor, String reason) {
        int status = supervisor.failed(reason, System.getenv().getOrDefault("TERMINATION_LOG", "/dev/termination-log"));
        System.out.flush();
        Runtime.getRuntime().halt(status);
    }

    private static String trace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text, true));
        return text.toString();
    }
}
