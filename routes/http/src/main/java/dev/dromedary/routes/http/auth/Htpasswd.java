package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.secrets.Material;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An htpasswd file: users and the hashes of their passwords. Right passwords are remembered for some minutes, so that a slow
 * hash is computed once; another version of the file remembers none.
 */
final class Htpasswd {

    /** The entry of a Secret that has it, as ingress-nginx and Kubeless have it. */
    private static final String ENTRY = "auth";

    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST_REMEMBERED = 1_000;

    private final Map<String, PasswordHash> users;
    private final List<PasswordHash> hashes;
    private final Recent<Verdict.Allowed> remembered = new Recent<>(MOST_REMEMBERED);
    private final Map<String, Outcome.Later> underWay = new ConcurrentHashMap<>();

    private Htpasswd(Map<String, PasswordHash> users) {
        this.users = users;
        this.hashes = List.copyOf(users.values());
    }

    /**
     * Reads one.
     *
     * @param secret its name, for messages
     */
    static Material<Htpasswd> of(String secret, Map<String, byte[]> data) {
        byte[] file = data.get(ENTRY);
        if (file == null) {
            return new Material.Away<>("The Secret " + secret + " has no entry " + ENTRY
                    + ": make it of an htpasswd file, by kubectl create secret generic --from-file=" + ENTRY);
        }
        Map<String, PasswordHash> users = new LinkedHashMap<>();
        List<String> remarks = new ArrayList<>();
        List<String> lines =
                new String(file, StandardCharsets.ISO_8859_1).lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String trouble = read(lines.get(i), users);
            if (!trouble.isEmpty()) {
                remarks.add("In the Secret " + secret + ", entry " + ENTRY + ", line " + (i + 1) + " lets nobody in: "
                        + trouble);
            }
        }
        return users.isEmpty()
                ? new Material.Away<>(
                        remarks.isEmpty()
                                ? "The Secret " + secret + " has no user in its entry " + ENTRY
                                : String.join("; ", remarks))
                : new Material.Ready<>(new Htpasswd(users), remarks);
    }

    /** What is wrong with a line; empty: nothing. Of two lines of one user the first counts, as with Apache and nginx. */
    private static String read(String line, Map<String, PasswordHash> users) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("#")) {
            return "";
        }
        int colon = text.indexOf(':');
        if (colon < 1) {
            return "it is not a user's name, ':' and a hash";
        }
        int end = text.indexOf(':', colon + 1);
        try {
            users.putIfAbsent(
                    text.substring(0, colon), HashForm.read(text.substring(colon + 1, end < 0 ? text.length() : end)));
            return "";
        } catch (IllegalArgumentException e) {
            return "the hash " + e.getMessage();
        }
    }

    /**
     * Checks a login; where a hash is to be computed for that, at the desk.
     *
     * @param wrong the verdict on one that is wrong
     */
    Outcome check(Login login, Desk desk, Verdict wrong, Instant now) {
        String proof = login.proof();
        Optional<Verdict.Allowed> known = remembered.find(proof, now);
        if (known.isPresent()) {
            return known.get();
        }
        Outcome.Later same = underWay.get(proof);
        if (same != null) {
            return same;
        }
        Outcome outcome = desk.submit(() -> isRight(login) ? allowed(login, proof, now) : wrong);
        if (outcome instanceof Outcome.Later later) {
            underWay.put(proof, later);
            var unused = later.verdict().whenComplete((verdict, failure) -> underWay.remove(proof, later));
        }
        return outcome;
    }

    private Verdict allowed(Login login, String proof, Instant now) {
        Verdict.Allowed allowed =
                Verdict.Allowed.of(CallerHeaders.value(login.user().getBytes(StandardCharsets.ISO_8859_1)));
        remembered.add(proof, allowed, now.plus(REMEMBERED), now);
        return allowed;
    }

    /** A user whom nobody knows costs as much as one of the others, always the same one. */
    private boolean isRight(Login login) {
        PasswordHash hash = users.get(login.user());
        PasswordHash computed = hash == null ? hashes.get(Math.floorMod(login.place(), hashes.size())) : hash;
        boolean matches = computed.matches(login.password());
        return matches && hash != null;
    }
}
