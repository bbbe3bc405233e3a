package dev.dromedary.crd;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What somebody probably meant who wrote a name that nobody knows. */
public final class Spelling {

    private Spelling() {}

    /** The known name that is so near to the one written that it is likely meant; empty if none is. */
    public static Optional<String> nearest(String written, Collection<String> known) {
        return known.stream()
                .filter(name -> distance(written, name) <= Math.max(1, name.length() / 3))
                .min(Comparator.comparing(name -> distance(written, name)));
    }

    /** A remedy for an unknown key: the one that was likely meant, else all there are. */
    public static String remedy(String written, Collection<String> known) {
        return nearest(written, known)
                .map(name -> "is not known: write '" + name + "'")
                .orElseGet(() -> "is not known: remove it; known are " + String.join(", ", known));
    }

    /** How many letters must be put in, left out or changed, whatever their case (Levenshtein). */
    private static int distance(String left, String right) {
        String a = left.toLowerCase(Locale.ROOT);
        String b = right.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
