package dev.dromedary.routes.cron;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One field of a crontab line.
 *
 * @param values the values it allows
 * @param star whether it begins with {@code *}: crontab(5) then leaves the choice of days to the other day field
 * @param word the field in digits and {@code * , / -}
 */
record Field(BitSet values, boolean star, String word) {

    private static final Pattern ITEM = Pattern.compile("(?:(\\*)|([0-9]{1,4})(?:-([0-9]{1,4}))?)(?:/([0-9]{1,4}))?");

    /**
     * What a field is about.
     *
     * @param name for messages
     * @param names of the values from {@code min} up, or none
     */
    record Range(String name, int min, int max, List<String> names) {

        Range(String name, int min, int max) {
            this(name, min, max, List.of());
        }
    }

    static Field parse(String text, Range range) {
        String word = inDigits(text.equals("?") ? "*" : text, range);
        BitSet values = new BitSet(range.max() + 1);
        for (String item : word.split(",", -1)) {
            add(item, range, values);
        }
        return new Field(values, word.startsWith("*"), word);
    }

    private static String inDigits(String text, Range range) {
        String word = text.toLowerCase(Locale.ROOT);
        for (int i = 0; i < range.names().size(); i++) {
            word = word.replace(range.names().get(i), String.valueOf(range.min() + i));
        }
        return word;
    }

    private static void add(String item, Range range, BitSet values) {
        Matcher matcher = ITEM.matcher(item);
        if (!matcher.matches()) {
            throw wrong(item, range);
        }
        boolean star = matcher.group(1) != null;
        boolean steps = matcher.group(4) != null;
        int from = star ? range.min() : Integer.parseInt(matcher.group(2));
        int to = end(matcher, from, star || steps, range);
        int step = steps ? Integer.parseInt(matcher.group(4)) : 1;
        if (from < range.min() || to > range.max() || from > to || step == 0) {
            throw wrong(item, range);
        }
        for (int value = from; value <= to; value += step) {
            values.set(value);
        }
    }

    private static int end(Matcher matcher, int from, boolean open, Range range) {
        if (matcher.group(3) != null) {
            return Integer.parseInt(matcher.group(3));
        }
        return open ? range.max() : from;
    }

    private static IllegalArgumentException wrong(String item, Range range) {
        return new IllegalArgumentException("'" + item + "' is no " + range.name() + ": use " + range.min() + " to "
                + range.max() + ", *, a-b, lists with commas and steps such as */5");
    }
}
