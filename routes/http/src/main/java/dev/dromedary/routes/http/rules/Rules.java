package dev.dromedary.routes.http.rules;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.invoke.Patience;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for the requests of a trigger.
 *
 * @param methods which are taken; empty: all
 * @param rewrite what path the function sees; empty: the request's own
 * @param cors what browsers on other origins may do; empty: nothing is said to them
 * @param limits what is too much
 * @param patience how long something may take
 * @param canary who gets a part of the requests instead
 * @param shadow who gets copies of requests; empty: nobody
 * @param toFunction what becomes of headers on the way to the function
 * @param toClient what becomes of headers on the way back
 */
public record Rules(
        Set<HttpMethod> methods,
        Optional<Rewrite> rewrite,
        Optional<CorsRule> cors,
        Limits limits,
        Patience patience,
        List<Share> canary,
        Optional<Share> shadow,
        HeaderRule toFunction,
        HeaderRule toClient) {

    /**
     * A part of the requests.
     *
     * @param function who gets it
     * @param percent of all requests
     */
    public record Share(Key function, int percent) {}

    /** Whether a method is taken. */
    public boolean takes(HttpMethod method) {
        return methods.isEmpty() || methods.contains(method);
    }

    /**
     * Who gets a request instead of the trigger's function; empty: nobody.
     *
     * @param lot from 0 to 99, equally often
     */
    public Optional<Key> instead(int lot) {
        int below = 0;
        for (Share share : canary) {
            below += share.percent();
            if (lot < below) {
                return Optional.of(share.function());
            }
        }
        return Optional.empty();
    }
}
