package dev.dromedary.runtimes.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A process of this machine.
 *
 * @param output the file of all that it writes
 * @param port where its server listens
 * @param mark stands in the environment of all processes that are started in it, too
 */
record LocalProcess(Process process, Path output, String port, String mark) implements Started {

    @Override
    public String address() {
        return Processes.HOST + ":" + port;
    }

    @Override
    public String log() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public boolean isRunning() {
        return process.isAlive();
    }

    @Override
    public long exitStatus() {
        return process.exitValue();
    }

    @Override
    public boolean computes() {
        // Of every thread: it need not be the first that does.
        return marked().flatMap(folder -> Proc.folders(folder.resolve("task")))
                .anyMatch(thread -> Proc.content(thread.resolve("stat"))
                        .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).startsWith("R"))
                        .orElse(false));
    }

    @Override
    public int processes() {
        return (int) marked().count();
    }

    @Override
    public void terminate() {
        process.toHandle().destroy();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        marked().forEach(Proc::kill);
        process.onExit().join();
    }

    /** The processes that belong to it, whoever is their parent by now. */
    private Stream<Path> marked() {
        return Proc.having(mark::equals);
    }
}
