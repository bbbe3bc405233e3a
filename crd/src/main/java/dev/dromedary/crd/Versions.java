package dev.dromedary.crd;

import java.util.Arrays;

/** Order of version numbers such as {@code 3.7} and {@code 3.11}. */
final class Versions {

    private Versions() {}

    /** Compares number by number; a missing number counts as 0. */
    static int compare(String left, String right) {
        int[] a = numbers(left);
        int[] b = numbers(right);
        for (int i = 0; i < Math.max(a.length, b.length); i++) {
            int byNumber = Integer.compare(i < a.length ? a[i] : 0, i < b.length ? b[i] : 0);
            if (byNumber != 0) {
                return byNumber;
            }
        }
        return 0;
    }

    private static int[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1))
                .filter(part -> part.matches("[0-9]{1,9}"))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
