package dev.dromedary.routes.core.invoke;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a sender says of the trace that its event is a part of (W3C Trace Context, 3). It goes on to the function as it came,
 * unless it is not what it should be: two readers must not take it for two things.
 */
public final class TraceHeaders {

    /** Which trace, and which of its steps. */
    public static final AsciiString PARENT = AsciiString.cached("traceparent");
    /** What tracing systems on the way have to say to each other. */
    public static final AsciiString STATE = AsciiString.cached("tracestate");

    private static final int VERSION_END = 2;
    private static final int TRACE_END = 35;
    private static final int SPAN_END = 52;
    private static final int LENGTH = 55;
    private static final int MOST_MEMBERS = 32;
    /** Eight times what everybody must take; what is longer would be kept in memory with each span. */
    private static final int LONGEST_STATE = 4096;

    private static final Pattern MEMBER =
            Pattern.compile("[a-z0-9][-a-z0-9_*/@]{0,255}=[ -+\\--<>-~]{0,255}[!-+\\--<>-~]");

    private TraceHeaders() {}

    /** Takes off a {@code traceparent} that is no good or stands twice, and a {@code tracestate} that is no good or alone. */
    public static void check(HttpHeaders headers) {
        String parent = headers.get(PARENT);
        if (parent == null) {
            headers.remove(STATE);
        } else if (!isParent(parent) || headers.getAll(PARENT).size() > 1) {
            takeOff(headers);
        } else if (headers.contains(STATE) && !isState(state(headers))) {
            headers.remove(STATE);
        }
    }

    /** Takes off both. */
    public static void takeOff(HttpHeaders headers) {
        headers.remove(PARENT);
        headers.remove(STATE);
    }

    /** All that stands in {@code tracestate}, which may stand in several lines; empty: nothing. */
    public static String state(HttpHeaders headers) {
        List<String> lines = headers.getAll(STATE);
        return lines.size() == 1 ? lines.getFirst() : String.join(",", lines);
    }

    /** A version to come may add to what this one has. */
    static boolean isParent(String parent) {
        return parent.length() >= LENGTH
                && isHex(parent, 0, VERSION_END)
                && isMore(parent)
                && isId(parent, VERSION_END, TRACE_END)
                && isId(parent, TRACE_END, SPAN_END)
                && parent.charAt(SPAN_END) == '-'
                && isHex(parent, SPAN_END + 1, LENGTH);
    }

    private static boolean isMore(String parent) {
        if (parent.startsWith("00")) {
            return parent.length() == LENGTH;
        }
        return !parent.startsWith("ff")
                && parent.indexOf(',') < 0
                && (parent.length() == LENGTH || parent.charAt(LENGTH) == '-');
    }

    /** A dash, and digits that are not all zero. */
    private static boolean isId(String parent, int dash, int to) {
        if (parent.charAt(dash) != '-' || !isHex(parent, dash + 1, to)) {
            return false;
        }
        for (int i = dash + 1; i < to; i++) {
            if (parent.charAt(i) != '0') {
                return true;
            }
        }
        return false;
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isState(String state) {
        if (state.length() > LONGEST_STATE) {
            return false;
        }
        int members = 0;
        for (String member : state.split(",", -1)) {
            String bare = member.strip();
            if (!bare.isEmpty()) {
                members++;
                if (!MEMBER.matcher(bare).matches()) {
                    return false;
                }
            }
        }
        return members > 0 && members <= MOST_MEMBERS;
    }
}
