package dev.dromedary.routes.core.invoke;

/** No answer came from the function: the hop from the router to its pods failed. */
public final class InvocationFailed extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int UNAVAILABLE = 503;
    private static final int TIMEOUT = 504;
    private static final int BAD_GATEWAY = 502;

    private final int status;

    private InvocationFailed(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** No pod was there to take it; the function saw nothing of it. */
    static InvocationFailed unavailable(String message) {
        return new InvocationFailed(UNAVAILABLE, message);
    }

    /** No answer in time. */
    static InvocationFailed timeout(String message) {
        return new InvocationFailed(TIMEOUT, message);
    }

    /** The connection ended before an answer; the function may have seen it. */
    static InvocationFailed broken(String message) {
        return new InvocationFailed(BAD_GATEWAY, message);
    }

    /** The HTTP status that tells a caller: 502, 503 or 504. */
    public int status() {
        return status;
    }
}
