package dev.dromedary.routes.http.gateway;

import dev.dromedary.crd.Key;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the cluster's own gateway leads requests to a trigger: what its Ingress or HTTPRoute is made from.
 *
 * @param trigger whose: its namespace and name are theirs too
 * @param uid of the trigger
 * @param gateway what leads
 * @param address which requests
 * @param certificate empty: the gateway does not end TLS for them, or knows by itself how to
 * @param labels the trigger's own
 * @param annotations the trigger's own, without those that are about the trigger itself
 * @param longest how long the gateway must wait
 */
public record WayIn(
        Key trigger,
        String uid,
        Gateway gateway,
        Address address,
        Optional<Certificate> certificate,
        Map<String, String> labels,
        Map<String, String> annotations,
        Silence longest) {

    /**
     * Which requests.
     *
     * @param host or {@code *.} and a domain; empty: whichever
     * @param path with a leading slash
     * @param exact only this path; else those below it too, by whole segments
     */
    public record Address(String host, String path, boolean exact) {}

    /**
     * What TLS is ended with.
     *
     * @param secret its name, in the trigger's namespace
     * @param acme whether an ACME tool is asked to make it
     */
    public record Certificate(String secret, boolean acme) {}

    /**
     * How long it may be silent between gateway and router. The router looks after all time-outs itself; these only keep
     * the gateway from being the first to lose patience.
     *
     * @param answer on the way back
     * @param request on the way there
     */
    public record Silence(Duration answer, Duration request) {}
}
