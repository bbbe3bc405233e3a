package dev.dromedary.runtime;

import dev.dromedary.runtime.Head.BadRequest;

/** What a head says of the body behind it. */
final class Framing {

    private Framing() {}

    /** Says before the body is sent that it is too long. */
    static void checkLength(Head head, int limit) throws BadRequest, Refusal {
        if (length(head) > limit) {
            throw tooLong(limit);
        }
    }

    static boolean hasBody(Head head) throws BadRequest {
        return isChunked(head) || length(head) > 0;
    }

    static boolean isChunked(Head head) throws BadRequest {
        String coding = head.header("transfer-encoding");
        if (coding == null) {
            return false;
        }
        boolean once = head.names().indexOf("transfer-encoding") == head.names().lastIndexOf("transfer-encoding");
        if (!once
                || !coding.equalsIgnoreCase("chunked")
                || head.minor() == 0
                || head.header("content-length") != null) {
            throw new BadRequest("The Transfer-Encoding is not understood");
        }
        return true;
    }

    static long length(Head head) throws BadRequest {
        String length = head.header("content-length");
        if (length == null) {
            return 0;
        }
        for (int i = 0; i < head.names().size(); i++) {
            if (head.names().get(i).equals("content-length")
                    && !head.values().get(i).equals(length)) {
                throw new BadRequest("There is more than one Content-Length");
            }
        }
        if (length.isEmpty() || length.length() > 18 || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new BadRequest("The Content-Length is no number");
        }
        return Long.parseLong(length);
    }

    /** What the line before a chunk says. */
    static long chunkLength(String line) throws BadRequest {
        int semicolon = line.indexOf(';');
        String number = (semicolon < 0 ? line : line.substring(0, semicolon)).strip();
        if (number.isEmpty() || number.length() > 8 || !number.chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            throw new BadRequest("A chunk's length is no number");
        }
        long length = Long.parseLong(number, 16);
        if (length > Integer.MAX_VALUE - 8) {
            throw new BadRequest("A chunk is too long");
        }
        return length;
    }

    static Refusal tooLong(int limit) {
        return new Refusal(413, "The request body is longer than " + limit + " bytes");
    }
}
