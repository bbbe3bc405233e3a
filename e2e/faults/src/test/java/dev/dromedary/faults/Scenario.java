package dev.dromedary.faults;

import java.util.List;

/**
 * Something that happens to functions, step by step; after each step things come to rest.
 *
 * @param seed what is there before, made without faults
 * @param deletes whether objects that were made for functions are meant to go, if only for a while
 */
record Scenario(String name, Step seed, List<Step> steps, boolean deletes) {

    static Scenario updating(String name, Step seed, Step... steps) {
        return new Scenario(name, seed, List.of(steps), false);
    }

    static Scenario deleting(String name, Step seed, Step... steps) {
        return new Scenario(name, seed, List.of(steps), true);
    }

    @Override
    public String toString() {
        return name;
    }
}
