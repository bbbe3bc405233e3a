package dev.dromedary.routes.http;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.http.auth.Gate;
import dev.dromedary.routes.http.auth.Verdict;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;

/** What has become of a request on its trigger's route. */
final class Journey {

    private static final int HUNDRED = 100;
    private static final int SUCCESS = 2;

    private final HttpRequest request;
    private String id;
    private HttpPlan plan;
    private Passage passage;
    private Gate gate;
    private boolean letIn;
    private Verdict.Allowed allowed;
    private Key function;
    private String refused = "";

    Journey(HttpRequest request) {
        this.request = request;
    }

    /** What it is called. */
    String id() {
        if (id == null) {
            id = RequestId.of(request.headers());
        }
        return id;
    }

    /** It is for this trigger. */
    void begin(HttpPlan by, Passage through) {
        plan = by;
        passage = through;
        gate = through.gate().of(by.auth());
    }

    boolean hasBegun() {
        return plan != null;
    }

    /** What the trigger's route runs by, as it was when the request came; {@code null} where it has not begun. */
    HttpPlan plan() {
        return plan;
    }

    Admission admission() {
        return passage.admission();
    }

    /** The one that this request is looked at by, also if the trigger has another one meanwhile. */
    Gate gate() {
        return gate;
    }

    /** It takes up a place until it leaves. */
    void letIn() {
        letIn = true;
    }

    /** It may go on. */
    void allowed(Verdict.Allowed by) {
        allowed = by;
    }

    /** Who calls; {@code null} until the request may go on. */
    Verdict.Allowed allowed() {
        return allowed;
    }

    /** It is for this function. */
    void calls(Key chosen) {
        function = chosen;
    }

    /** Whom it calls; empty: it did not get so far. */
    Optional<Key> function() {
        return Optional.ofNullable(function);
    }

    /** The router itself answers that. */
    void refused(String message) {
        refused = message;
    }

    /** What the router itself answered; empty: the function did. */
    String refused() {
        return refused;
    }

    /** Its place is free for the next one: before its client can know that it has all of its answer. */
    void leave() {
        if (letIn) {
            letIn = false;
            passage.admission().leave();
        }
    }

    /** It is over. */
    void end(int status, long nanos) {
        leave();
        if (allowed != null && status / HUNDRED != SUCCESS) {
            allowed.receipt().forget();
        }
        if (passage != null) {
            passage.requests().add(status, nanos);
        }
    }
}
