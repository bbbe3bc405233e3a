package dev.dromedary.routes.http.tls;

import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.held.Turns;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.secrets.SecretMaterial;
import dev.dromedary.routes.core.secrets.Secrets;
import io.netty.handler.ssl.SslContext;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import javax.net.ssl.SSLException;

/** A claim, and the certificate that it names. */
final class Shown implements AutoCloseable {

    private final Claim claim;
    private final Clock clock;
    private final Held<Material<ServerCertificate>> certificate;
    private final Turns turns = new Turns();
    private Optional<String> said = Optional.empty();

    /**
     * Reads the certificate in the background.
     *
     * @param changed run when it has changed
     */
    Shown(Claim claim, Secrets secrets, Clock clock, Runnable changed) {
        this.claim = claim;
        this.clock = clock;
        this.certificate = new SecretMaterial<>(
                secrets.hold(claim.key(), changed), data -> ServerCertificate.of(claim.secret(), data));
    }

    Claim claim() {
        return claim;
    }

    boolean isReady() {
        return certificate.now() instanceof Material.Ready;
    }

    /** What connections are secured by, as it is now on the API server if what is known here has grown old. */
    CompletionStage<SslContext> context() {
        return certificate.isFresh()
                ? context(certificate.now())
                : certificate.again().thenCompose(Shown::context);
    }

    private static CompletionStage<SslContext> context(Material<ServerCertificate> material) {
        if (!(material instanceof Material.Ready<ServerCertificate> ready)) {
            return CompletableFuture.failedStage(new Certificates.NoCertificate());
        }
        try {
            return CompletableFuture.completedStage(ready.value().context());
        } catch (SSLException e) {
            return CompletableFuture.failedStage(e);
        }
    }

    Optional<String> trouble() {
        return switch (certificate.now()) {
            case Material.Away<ServerCertificate> away -> away.trouble();
            case Material.Ready<ServerCertificate> ready ->
                Fitness.trouble(ready.value().own(), claim.host(), clock.instant())
                        .map(why -> "The certificate in the Secret " + claim.secret() + " " + why);
        };
    }

    /** Another turn of the clock: says whether there is another trouble than at the last. */
    boolean turn() {
        Optional<String> trouble = trouble();
        if (turns.due(trouble.isPresent())) {
            var unused = certificate.again();
        }
        boolean other = !trouble.equals(said);
        said = trouble;
        return other;
    }

    @Override
    public void close() {
        certificate.close();
    }
}
