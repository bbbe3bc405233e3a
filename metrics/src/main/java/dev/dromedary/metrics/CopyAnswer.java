package dev.dromedary.metrics;

import dev.dromedary.crd.Key;
import java.util.Map;

/** What came of asking a copy of the router. */
sealed interface CopyAnswer {

    /** What the copy is called. */
    String copy();

    /** It said what is going on through it, of each function that was called through it since it started. */
    record Said(String copy, Map<Key, Activity> functions) implements CopyAnswer {}

    /** It said nothing, or nothing that can be relied on. */
    record Silent(String copy, String because) implements CopyAnswer {}
}
