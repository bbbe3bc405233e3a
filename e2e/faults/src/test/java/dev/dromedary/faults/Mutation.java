package dev.dromedary.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A property that is set in a Function. */
record Mutation(Ground ground, Leaf leaf) {

    /** Without end: each property in each ground once, in a drawn order, then all again with other values. */
    static Stream<Mutation> drawn(JsonNode specSchema, Words words, Random random) {
        return Stream.generate(() -> pass(specSchema, words, random)).flatMap(List::stream);
    }

    /** Without those of a value that the ground has already. */
    private static List<Mutation> pass(JsonNode specSchema, Words words, Random random) {
        List<Mutation> pass = new ArrayList<>();
        for (Leaf leaf : Leaves.of(specSchema, words, random)) {
            Arrays.stream(Ground.values())
                    .filter(ground -> !ground.with(leaf).equals(ground.spec()))
                    .forEach(ground -> pass.add(new Mutation(ground, leaf)));
        }
        Collections.shuffle(pass, random);
        return pass;
    }

    @Override
    public String toString() {
        return ground + " " + leaf;
    }
}
