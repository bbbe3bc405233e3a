package dev.dromedary.ledger;

import dev.dromedary.ledger.check.Blow;
import dev.dromedary.ledger.check.Counters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** The processes of a subject, by name: started again a copy has the name that it had, as a container that crashed has in its pod. */
final class Copies implements AutoCloseable {

    private final Subject subject;
    private final Path folder;
    private final BiConsumer<Blow.Kind, String> told;
    private final Map<String, Process> running = new TreeMap<>();

    /**
     * None yet.
     *
     * @param told what is done to them, before it is done
     */
    Copies(Subject subject, Path folder, BiConsumer<Blow.Kind, String> told) {
        this.subject = subject;
        this.folder = folder;
        this.told = told;
    }

    void start(String copy) {
        told.accept(Blow.Kind.START, copy);
        running.put(copy, subject.start(copy, folder.resolve(copy + ".log")));
    }

    /** SIGKILL; it is dead when this returns. */
    void kill(String copy) {
        told.accept(Blow.Kind.KILL, copy);
        running.remove(copy).destroyForcibly().onExit().join();
    }

    /** Has it end in good order. */
    void stop(String copy) {
        told.accept(Blow.Kind.STOP, copy);
        Process process = running.remove(copy);
        process.destroy();
        process.onExit().join();
    }

    /** How many events one has brought to the function since it was started. */
    long brought(String copy) {
        return subject.brought(copy);
    }

    boolean runs(String copy) {
        return running.containsKey(copy);
    }

    /** Those that ended by themselves, which none ever should. */
    List<String> dead() {
        return running.entrySet().stream()
                .filter(entry -> !entry.getValue().isAlive())
                .map(Map.Entry::getKey)
                .toList();
    }

    /** What those that run have counted. */
    List<Counters> counters() {
        return running.keySet().stream()
                .flatMap(copy -> subject.counters(copy).stream())
                .toList();
    }

    /** All that run end in good order. */
    @Override
    public void close() {
        List.copyOf(running.keySet()).forEach(this::stop);
    }
}
