package dev.dromedary.routes.http;

import dev.dromedary.crd.Key;
import java.util.concurrent.TimeUnit;

/**
 * A request that is over, for the log. What a query says is left out: it may be secret.
 *
 * @param millis when it began, since 1970
 * @param id as the client and the function know it
 * @param client its address
 * @param host as the request names it
 * @param protocol {@code HTTP/1.1} or {@code HTTP/2}, and {@code TLS} where it was secured
 * @param status of the answer; 0: the client was gone before
 * @param whole whether all of the answer went out
 * @param received bytes of the request's body
 * @param sent bytes of the answer's body
 * @param nanos from its head to the end of its answer
 * @param trigger {@code namespace/name}; empty: none took it
 * @param function {@code namespace/name} of whom it was for; empty: it did not get so far
 * @param user who called; empty: nobody was asked
 * @param refused what the router itself answered; empty: the function did
 */
record Access(
        long millis,
        String id,
        String client,
        String method,
        String host,
        String path,
        String protocol,
        int status,
        boolean whole,
        long received,
        long sent,
        long nanos,
        String trigger,
        String function,
        String user,
        String refused) {

    /**
     * What there is to say of one.
     *
     * @param nanos how long it took
     */
    static Access of(Visit visit, boolean whole, long nanos) {
        Journey journey = visit.journey();
        return new Access(
                System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(nanos),
                journey.id(),
                visit.client(),
                visit.head().request().method().name(),
                visit.head().place().host(),
                visit.head().place().path(),
                visit.connection().protocol(),
                visit.response().status(),
                whole,
                visit.body().received(),
                visit.response().sent(),
                nanos,
                journey.hasBegun() ? journey.plan().id().key().toString() : "",
                journey.function().map(Key::toString).orElse(""),
                journey.allowed() == null ? "" : journey.allowed().caller(),
                journey.refused());
    }
}
