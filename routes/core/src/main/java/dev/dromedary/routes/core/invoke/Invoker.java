package dev.dromedary.routes.core.invoke;

import dev.dromedary.crd.Key;
import java.util.Map;

/**
 * Calls functions. It alone knows where their pods are and what is under way to them: scaling from and to zero will hang
 * on this seam.
 */
public interface Invoker {

    /** Calls a function. Exactly one of the two is told, on the caller's event loop. */
    void invoke(Call call, Reception reception);

    /** What is going on at a function, through this invoker. */
    Activity activity(Key function);

    /** The same of all functions at which there ever was something. */
    Map<Key, Activity> activities();

    /** Who is told what became of a call. */
    interface Reception {

        /** The head of the answer is there, whatever its status. */
        void answered(Answer answer);

        /** There will be none. */
        void failed(InvocationFailed because);
    }
}
