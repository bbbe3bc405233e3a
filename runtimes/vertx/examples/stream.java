package io.kubeless;

import java.util.stream.IntStream;

/** A stream is sent piece by piece, as it comes. */
public class stream {
    public Object handler(Event event, Context context) {
        return IntStream.range(0, 3).mapToObj(number -> "piece " + number + "\n");
    }
}
