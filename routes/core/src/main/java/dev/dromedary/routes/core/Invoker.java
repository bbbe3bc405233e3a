package dev.dromedary.routes.core;

import dev.dromedary.crd.Key;
import io.vertx.core.Future;

/**
 * Calls functions. It alone knows where their pods are and what is under way to them: scaling from and to zero will hang
 * on this seam.
 */
public interface Invoker {

    /**
     * Calls a function.
     *
     * @return the head of its answer, whatever its status; or {@link InvocationFailed}
     */
    Future<Answer> invoke(Call call);

    /** How many calls of a function are under way through this invoker. */
    int inFlight(Key function);
}
