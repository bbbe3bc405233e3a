package dev.dromedary.routes.http.auth;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.held.Pace;
import dev.dromedary.routes.core.held.Shared;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.secrets.SecretMaterial;
import dev.dromedary.routes.core.secrets.SecretReading;
import dev.dromedary.routes.core.secrets.Secrets;
import dev.dromedary.routes.core.web.Trust;
import dev.dromedary.routes.core.web.WebClient;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Opens gates. What they share is here: threads, keys that were fetched, and that what gives trouble is tried again. */
public final class Gates implements AutoCloseable {

    /** An unknown key is asked for at most every 10 s; keys in use are fetched every 10 min. */
    static final Pace KEYS =
            new Pace(Duration.ofSeconds(10), Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofSeconds(5));

    private static final Duration TURN = Duration.ofSeconds(30);
    private static final int MOST_PASSWORDS = 64;
    private static final int MOST_SIGNATURES = 512;
    private static final String KEY_ENTRY = "jwks.json";

    private final Secrets secrets;
    private final Egress egress;
    private final Workers workers;
    private final Download download;
    private final Shared<AuthPlan.Keys, Material<KeySet>> keys;
    private final Set<KeptGate> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("gates").factory());

    /**
     * None open yet.
     *
     * @param egress where keys may be fetched from
     * @param workers closed with this
     */
    public Gates(Secrets secrets, Egress egress, Workers workers) {
        this(secrets, egress, workers, new Download(new WebClient(egress, Trust.ofJava(), Download.TIME)), KEYS);
    }

    Gates(Secrets secrets, Egress egress, Workers workers, Download download, Pace pace) {
        this.secrets = secrets;
        this.egress = egress;
        this.workers = workers;
        this.download = download;
        this.keys = new Shared<>(new KeyOrigin(download), pace, System::nanoTime);
        var unused = timer.scheduleWithFixedDelay(
                () -> open.forEach(KeptGate::turn), TURN.toSeconds(), TURN.toSeconds(), TimeUnit.SECONDS);
    }

    /** Reads who may call a trigger. */
    public AuthReader reader() {
        return new AuthReader(egress);
    }

    /**
     * Opens a gate, to be closed by the caller. What it needs is read in the background right away.
     *
     * @param namespace of the trigger: its Secrets are there
     * @param changed run when the gate's trouble may have changed; must be quick
     */
    public Gate open(AuthPlan plan, String namespace, Runnable changed) {
        Gate gate =
                switch (plan) {
                    case AuthPlan.Open open -> new OpenGate(Verdict.Allowed.ANYBODY);
                    case AuthPlan.Basic basic ->
                        new BasicGate(
                                material(
                                        hold(namespace, basic.secret(), changed),
                                        data -> Htpasswd.of(basic.secret(), data)),
                                new Desk(workers.passwords(), MOST_PASSWORDS));
                    case AuthPlan.ApiKeys plain ->
                        new ApiKeyGate(
                                plain.header(),
                                material(
                                        hold(namespace, plain.secret(), changed),
                                        data -> ApiKeyTable.of(plain.secret(), data)));
                    case AuthPlan.Jwt jwt -> new JwtGate(jwt, keys(jwt.keys(), namespace, changed), signatures());
                    case AuthPlan.Webhook webhook ->
                        new WebhookGate(
                                webhook,
                                material(
                                        hold(namespace, webhook.secret(), changed),
                                        data -> SigningSecrets.of(webhook.secret(), data)),
                                signatures());
                };
        return gate instanceof OpenGate ? gate : kept(gate);
    }

    private Gate kept(Gate gate) {
        KeptGate[] kept = new KeptGate[1];
        kept[0] = new KeptGate(gate, () -> open.remove(kept[0]));
        open.add(kept[0]);
        return kept[0];
    }

    private Held<Material<KeySet>> keys(AuthPlan.Keys plan, String namespace, Runnable changed) {
        return plan instanceof AuthPlan.Keys.InSecret in
                ? material(hold(namespace, in.secret(), changed), data -> keySet(in.secret(), data))
                : keys.hold(plan, changed);
    }

    private static Material<KeySet> keySet(String secret, Map<String, byte[]> data) {
        byte[] document = data.get(KEY_ENTRY);
        return document == null
                ? new Material.Away<>("The Secret " + secret + " has no entry " + KEY_ENTRY + ": add the JWK Set there")
                : KeySet.of("The entry " + KEY_ENTRY + " of the Secret " + secret, document);
    }

    private Desk signatures() {
        return new Desk(workers.signatures(), MOST_SIGNATURES);
    }

    private Held<SecretReading> hold(String namespace, String name, Runnable changed) {
        return secrets.hold(new Key(namespace, name), changed);
    }

    private static <T> Held<Material<T>> material(
            Held<SecretReading> secret, Function<Map<String, byte[]>, Material<T>> form) {
        return new SecretMaterial<>(secret, form);
    }

    /** Ends it for all gates. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.close();
        download.close();
    }
}
