package dev.dromedary.routes.http.auth;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.held.Origin;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.web.WebClient;
import dev.dromedary.routes.core.web.WebFailed;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/** The keys of issuers, fetched. While an issuer is away, its last keys count. */
final class KeyOrigin implements Origin<AuthPlan.Keys, Material<KeySet>> {

    private static final String DISCOVERY = "/.well-known/openid-configuration";

    private final Download download;

    KeyOrigin(Download download) {
        this.download = download;
    }

    @Override
    public Material<KeySet> unread() {
        return new Material.Away<>("The keys of tokens have not been fetched yet");
    }

    @Override
    public CompletionStage<Material<KeySet>> read(AuthPlan.Keys keys) {
        CompletionStage<Material<KeySet>> fetched =
                switch (keys) {
                    case AuthPlan.Keys.At at -> fetch(at.uri());
                    case AuthPlan.Keys.Discovered discovered -> discover(discovered.issuer());
                    case AuthPlan.Keys.InSecret secret -> CompletableFuture.completedStage(unread());
                };
        return fetched.exceptionally(KeyOrigin::away);
    }

    @Override
    public Material<KeySet> merge(Material<KeySet> before, Material<KeySet> read) {
        boolean isNoNews = read instanceof Material.Away && before instanceof Material.Ready;
        return isNoNews || read.equals(before) ? before : read;
    }

    private CompletionStage<Material<KeySet>> fetch(URI uri) {
        return named(uri, download.get(uri)).thenApply(document -> KeySet.of(uri.toString(), document));
    }

    /** OpenID Connect Discovery 1.0, 4. */
    private CompletionStage<Material<KeySet>> discover(String issuer) {
        URI uri = URI.create(
                issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) + DISCOVERY : issuer + DISCOVERY);
        return named(uri, download.get(uri)).thenCompose(document -> {
            Optional<URI> keys = keys(issuer, document);
            return keys.isPresent()
                    ? fetch(keys.get())
                    : CompletableFuture.completedStage(new Material.Away<>(
                            uri + " is not the configuration of the issuer " + issuer + " with its keys by https://"));
        });
    }

    /** Where an issuer's own document has its keys; an address that is not allowed is found out when it is connected to. */
    private static Optional<URI> keys(String issuer, byte[] document) {
        try {
            Map<String, Object> configuration = JSONObjectUtils.parse(new String(document, StandardCharsets.UTF_8));
            return issuer.equals(configuration.get("issuer")) && configuration.get("jwks_uri") instanceof String keys
                    ? Optional.of(keys)
                            .filter(uri -> KeyUri.trouble(uri, Egress.ANYWHERE).isEmpty())
                            .map(URI::create)
                    : Optional.empty();
        } catch (ParseException e) {
            return Optional.empty();
        }
    }

    private static <T> CompletionStage<T> named(URI uri, CompletionStage<T> fetched) {
        return fetched.exceptionallyCompose(failure -> {
            return CompletableFuture.failedStage(
                    new WebFailed("Keys cannot be fetched from " + uri + ": " + WebClient.why(failure)));
        });
    }

    private static Material<KeySet> away(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return new Material.Away<>(
                cause instanceof WebFailed ? cause.getMessage() : "The keys of tokens cannot be fetched");
    }
}
