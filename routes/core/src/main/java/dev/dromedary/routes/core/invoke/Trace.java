package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.Key;
import java.net.InetSocketAddress;

/**
 * What is recorded of one event on its way to a function and back. Who has it in hand says what happens, on one thread at a
 * time; nothing is found by the thread, for an event loop has many in hand.
 */
public interface Trace {

    /** Nothing is recorded, at no cost. */
    Trace NONE = new NoTrace();

    /**
     * It is a trigger's.
     *
     * @param function whom the trigger names
     * @param route what the trigger listens to, such as {@code /api}
     */
    void goes(Key trigger, Key function, String route);

    /** The call waits for a pod, from now until the next hop or failure. */
    void waits();

    /**
     * The call goes to a pod, for the first time or again; its headers tell the function whose child it is.
     *
     * @param http2 whether it goes by HTTP/2
     */
    void hop(Call call, InetSocketAddress pod, boolean http2);

    /** The head of the function's answer is there. */
    void answered(int status);

    /** The hop, or the search for one, came to nothing; another may follow. */
    void failed(InvocationFailed because);

    /** The call is over. */
    void ended();

    /** For a copy of the event, which is called beside it and may take longer. */
    Trace aside();

    /**
     * Whoever sent the event has the answer, or is gone.
     *
     * @param status the HTTP status; 0: nothing was said
     * @param gone the sender left before the answer was out
     */
    void over(int status, boolean gone);
}
