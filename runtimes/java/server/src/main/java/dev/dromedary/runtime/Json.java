package dev.dromedary.runtime;

import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Writes what a function returned as JSON: maps, collections, arrays, records, text, numbers, truth and null. */
final class Json {

    private final StringBuilder out = new StringBuilder(256);

    private Json() {}

    /** The text of a value. Throws IllegalArgumentException for a value that has none. */
    static String of(Object value) {
        Json json = new Json();
        json.value(value);
        return json.out.toString();
    }

    /** Whether a value becomes JSON when a function returns it. */
    static boolean isStructure(Object value) {
        return value instanceof Map
                || value instanceof Iterable
                || value instanceof Record
                || value.getClass().isArray();
    }

    private void value(Object value) {
        switch (value) {
            case null -> out.append("null");
            case Double number when !Double.isFinite(number) -> out.append("null");
            case Float number when !Float.isFinite(number) -> out.append("null");
            case Number number -> out.append(number);
            case Boolean truth -> out.append(truth);
            case Map<?, ?> map -> object(map);
            case Iterable<?> items -> array(items.iterator());
            case Record made -> made(made);
            case CharSequence text -> text(text);
            case Character character -> text(character.toString());
            case Enum<?> constant -> text(constant.name());
            case Object items
            when items.getClass().isArray() ->
                array(IntStream.range(0, Array.getLength(items))
                        .mapToObj(i -> Array.get(items, i))
                        .iterator());
            case java.util.UUID id -> text(id.toString());
            case java.time.temporal.Temporal time -> text(time.toString());
            default ->
                throw new IllegalArgumentException("A " + value.getClass().getName() + " cannot be written as JSON");
        }
    }

    private void object(Map<?, ?> map) {
        char before = '{';
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(before);
            text(String.valueOf(entry.getKey()));
            out.append(':');
            value(entry.getValue());
            before = ',';
        }
        out.append(before == '{' ? "{}" : "}");
    }

    private void array(Iterator<?> items) {
        out.append('[');
        while (items.hasNext()) {
            value(items.next());
            if (items.hasNext()) {
                out.append(',');
            }
        }
        out.append(']');
    }

    private void made(Record value) {
        Map<String, Object> parts = new java.util.LinkedHashMap<>();
        for (RecordComponent part : List.of(value.getClass().getRecordComponents())) {
            try {
                part.getAccessor().setAccessible(true);
                parts.put(part.getName(), part.getAccessor().invoke(value));
            } catch (ReflectiveOperationException e) {
                throw new IllegalArgumentException("The record's part " + part.getName() + " cannot be read", e);
            }
        }
        object(parts);
    }

    private void text(CharSequence text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> out.append('\\').append(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || Character.isSurrogate(c)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
