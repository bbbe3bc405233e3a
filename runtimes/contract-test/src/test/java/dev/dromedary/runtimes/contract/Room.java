package dev.dromedary.runtimes.contract;

import java.util.Map;

/** Where the programs of a runtime run: in its images, or as processes of this machine. Both must do the same. */
interface Room {

    /** The room of this run: the system property {@code where}, {@code image} or {@code process}. */
    Room CURRENT = System.getProperty("where", "image").equals("process") ? new Processes() : new Containers();

    /**
     * Starts the server of a pod's function; it may not answer yet.
     *
     * @param env the variables that Kubernetes would give it beyond those of the catalogue
     */
    Started serve(LanguageRuntime runtime, Pod pod, Map<String, String> env);

    /** The end of a server that cannot serve. */
    Ended end(LanguageRuntime runtime, Pod pod, Map<String, String> env);

    /** What a step can reach. */
    enum Reach {
        NOTHING,
        THIS_MACHINE
    }

    /** Runs a step before the server to its end; a process of this machine reaches what it likes. */
    Ended run(LanguageRuntime runtime, LanguageRuntime.Phase step, Pod pod, Map<String, String> env, Reach reach);

    /** Where the function's folder is for who is in the room. */
    String volume(Pod pod);
}
