package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.Key;
import java.time.Duration;

/** No answer came from the function: the hop from the router to its pods failed. */
public final class InvocationFailed extends RuntimeException {

    private static final long serialVersionUID = 1;
    private static final int UNAVAILABLE = 503;
    private static final int TIMEOUT = 504;
    private static final int BAD_GATEWAY = 502;
    private static final String UNWANTED = "unwanted";

    private final int status;
    private final String type;

    private InvocationFailed(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    /** There is no such function. */
    static InvocationFailed missing(Key function) {
        return new InvocationFailed(UNAVAILABLE, "no_function", "Function " + function + " does not exist");
    }

    /** No pod was there to take it in time; the function saw nothing of it. */
    static InvocationFailed noPod(Key function) {
        return new InvocationFailed(UNAVAILABLE, "no_pod", "No pod of function " + function + " is ready");
    }

    /** No pod was there, and no room to wait for one. */
    static InvocationFailed crowded(Key function, int waiting) {
        return new InvocationFailed(
                UNAVAILABLE,
                "no_room",
                "No pod of function " + function + " is ready, and " + waiting + " calls wait for one already");
    }

    /** No pod could be connected to; the function saw nothing of it. */
    static InvocationFailed noConnection(Key function, String because) {
        return new InvocationFailed(
                UNAVAILABLE, "no_connection", "No pod of function " + function + " takes a connection: " + because);
    }

    /** No answer in time. */
    static InvocationFailed late(Key function, Duration time) {
        return new InvocationFailed(
                TIMEOUT, "timeout", "Function " + function + " did not answer within " + time.toSeconds() + " s");
    }

    /** The connection ended before an answer; the function may have seen it. */
    static InvocationFailed broken(Key function) {
        return new InvocationFailed(
                BAD_GATEWAY, "broken", "The connection to function " + function + " broke before it answered");
    }

    /** Nobody hears of this one. */
    static InvocationFailed unwanted() {
        return new InvocationFailed(BAD_GATEWAY, UNWANTED, "Nobody waited for the answer any more");
    }

    /** What went wrong, in one word out of few, such as {@code no_pod}. */
    public String type() {
        return type;
    }

    /** Whether the function has seen nothing of the call, so that it can be made again. */
    public boolean isBeforeFunction() {
        return status == UNAVAILABLE;
    }

    /** Whether nothing went wrong but that nobody waited any more. */
    public boolean isUnwanted() {
        return type.equals(UNWANTED);
    }

    /** The HTTP status that tells a caller: 502, 503 or 504. */
    public int status() {
        return status;
    }
}
