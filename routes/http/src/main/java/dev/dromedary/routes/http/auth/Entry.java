package dev.dromedary.routes.http.auth;

import java.util.Arrays;

/** Values of a Secret's entries, as people mean them. */
final class Entry {

    private Entry() {}

    /** Without the end of line that editors and {@code kubectl create secret --from-file} leave there. */
    static byte[] value(byte[] bytes) {
        int end = bytes.length;
        while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
