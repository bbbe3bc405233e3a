package dev.dromedary.routes.http.auth;

import io.netty.handler.codec.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a function is told of its caller. The names are ours alone: whatever a sender says under them, in any case and with
 * {@code _} for {@code -} (CGI and WSGI take the two for the same), is taken off before.
 */
public final class CallerHeaders {

    /** The request header with the caller's name: the user, the name of his key or signing secret, or {@code sub}. */
    public static final String USER = "X-Auth-User";

    private static final char FIRST_VISIBLE = '!';
    private static final char LAST_VISIBLE = '~';

    private CallerHeaders() {}

    /** Takes off what senders have no business to say; of open triggers too, whose function may have other triggers. */
    public static void takeOff(HttpHeaders headers, AuthPlan plan) {
        Set<String> more = plan.identityHeaders();
        List<CharSequence> forged = List.of();
        Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
        while (all.hasNext()) {
            CharSequence name = all.next().getKey();
            if (isOurs(name, more)) {
                forged = forged.isEmpty() ? new ArrayList<>() : forged;
                forged.add(name);
            }
        }
        forged.forEach(headers::remove);
    }

    private static boolean isOurs(CharSequence name, Set<String> more) {
        if (isSame(name, USER)) {
            return true;
        }
        for (String header : more) {
            if (isSame(name, header)) {
                return true;
            }
        }
        return false;
    }

    /** Takes them off, and says who called. */
    public static void put(HttpHeaders headers, AuthPlan plan, Verdict.Allowed allowed) {
        takeOff(headers, plan);
        allowed.headers().forEach(headers::set);
    }

    /**
     * A text as a header can carry it, so that no two texts look the same: printable ASCII as it is, and the bytes of all else
     * (and of {@code %}, and of spaces at either end) as {@code %} and two digits, as in URLs.
     *
     * @param text one character a byte
     */
    static String value(byte[] text) {
        StringBuilder value = new StringBuilder(text.length);
        for (int i = 0; i < text.length; i++) {
            int c = text[i] & 0xFF;
            boolean isInnerSpace = c == ' ' && i > 0 && i < text.length - 1;
            if ((c >= FIRST_VISIBLE && c <= LAST_VISIBLE && c != '%') || isInnerSpace) {
                value.append((char) c);
            } else {
                value.append('%').append(hex(c >> 4)).append(hex(c));
            }
        }
        return value.toString();
    }

    /** The same of any text. */
    static String value(String text) {
        return value(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether a function might take two header names for one. */
    static boolean isSame(CharSequence one, CharSequence other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (plain(one.charAt(i)) != plain(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char plain(char c) {
        if (c == '_') {
            return '-';
        }
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }

    private static char hex(int digit) {
        return Character.toUpperCase(Character.forDigit(digit & 0xF, 16));
    }
}
