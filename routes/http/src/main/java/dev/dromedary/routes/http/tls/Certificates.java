package dev.dromedary.routes.http.tls;

import dev.dromedary.crd.Key;
import dev.dromedary.kube.Signal;
import dev.dromedary.routes.core.secrets.Secrets;
import io.netty.handler.ssl.SslContext;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The certificates that the router shows: by the host that a client asks for (SNI, RFC 6066), that of the oldest trigger that
 * has one; then that of {@code *.} and its domain, that of any host, the installation's own. One that has changed is shown from
 * the next connection on.
 */
public final class Certificates implements AutoCloseable {

    private static final long TURN_SECONDS = 30;

    private final Secrets secrets;
    private final Clock clock;
    private final Signal signal = new Signal();
    private final Map<Key, Shown> shown = new ConcurrentHashMap<>();
    private final Map<String, ConcurrentSkipListMap<Claim, Shown>> byHost = new ConcurrentHashMap<>();
    private final Optional<Shown> fallback;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("certificates").factory());

    /**
     * None yet, but for the installation's own.
     *
     * @param fallback the Secret that has it; empty, or where there is no such Secret: who asks for a host that no trigger has
     *     a certificate for is refused
     */
    public Certificates(Secrets secrets, Optional<Key> fallback, Clock clock) {
        this.secrets = secrets;
        this.clock = clock;
        this.fallback = fallback.map(
                key -> new Shown(new Claim(key, clock.instant(), "", key.name()), secrets, clock, () -> {}));
        var unused = timer.scheduleWithFixedDelay(this::turn, TURN_SECONDS, TURN_SECONDS, TimeUnit.SECONDS);
    }

    /** Raised when {@link #standing} of a trigger may say another thing. */
    public Signal signal() {
        return signal;
    }

    /** From now on it is so; what the same trigger claimed before is not any more. */
    public void put(Claim claim) {
        Shown before = shown.get(claim.trigger());
        if (before != null && before.claim().equals(claim)) {
            return;
        }
        Shown now = new Shown(claim, secrets, clock, () -> signal.raise(claim.trigger()));
        shown.put(claim.trigger(), now);
        byHost.compute(claim.host(), (host, claims) -> {
            ConcurrentSkipListMap<Claim, Shown> all = claims == null ? new ConcurrentSkipListMap<>() : claims;
            all.put(claim, now);
            return all;
        });
        if (before != null) {
            takeOut(before);
        }
        signal.raise(claim.trigger());
    }

    /** The trigger claims none any more. */
    public void remove(Key trigger) {
        Shown before = shown.remove(trigger);
        if (before != null) {
            takeOut(before);
        }
    }

    private void takeOut(Shown gone) {
        byHost.computeIfPresent(gone.claim().host(), (host, claims) -> {
            claims.remove(gone.claim(), gone);
            return claims.isEmpty() ? null : claims;
        });
        gone.close();
    }

    /**
     * What a connection is secured by. Waits where what is known has grown old.
     *
     * @param host that the client asks for; {@code null}: he names none
     * @return fails with {@link NoCertificate} where there is none
     */
    CompletionStage<SslContext> find(String host) {
        String named = host == null ? "" : host.toLowerCase(Locale.ROOT);
        int dot = named.indexOf('.');
        return first(named)
                .or(() -> dot > 0 ? first("*" + named.substring(dot)) : Optional.empty())
                .or(() -> first(""))
                .or(() -> fallback)
                .map(Shown::context)
                .orElseGet(() -> CompletableFuture.failedStage(new NoCertificate()));
    }

    /** The oldest that is of use; where none is known to be, the oldest. */
    private Optional<Shown> first(String host) {
        ConcurrentSkipListMap<Claim, Shown> claims = byHost.get(host);
        if (claims == null) {
            return Optional.empty();
        }
        return claims.values().stream().filter(Shown::isReady).findFirst().or(() -> Optional.ofNullable(
                        claims.firstEntry())
                .map(Map.Entry::getValue));
    }

    /** What a trigger's certificate is worth; empty: it claims none. */
    public Optional<Standing> standing(Key trigger) {
        return Optional.ofNullable(shown.get(trigger)).map(mine -> {
            Optional<Claim> instead = first(mine.claim().host())
                    .map(Shown::claim)
                    .filter(other -> !other.key().equals(mine.claim().key()));
            return new Standing(mine.trouble(), instead.map(Claim::trigger));
        });
    }

    /**
     * What a certificate is worth.
     *
     * @param trouble what keeps clients from taking it, and what to do; empty: nothing that is known here
     * @param instead the older trigger for the same host whose certificate is shown instead; empty: it is this one
     */
    public record Standing(Optional<String> trouble, Optional<Key> instead) {}

    /** Time alone makes a certificate expire; and what could not be read is read again. */
    private void turn() {
        shown.values().stream()
                .filter(Shown::turn)
                .forEach(changed -> signal.raise(changed.claim().trigger()));
        fallback.ifPresent(Shown::turn);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        shown.values().forEach(Shown::close);
        fallback.ifPresent(Shown::close);
    }

    /** No certificate for that host. */
    static final class NoCertificate extends Exception {

        private static final long serialVersionUID = 1;

        NoCertificate() {
            super("There is no certificate for that host", null, false, false);
        }
    }
}
