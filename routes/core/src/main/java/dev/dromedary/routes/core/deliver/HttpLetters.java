package dev.dromedary.routes.core.deliver;

import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.secrets.SecretMaterial;
import dev.dromedary.routes.core.secrets.Secrets;
import dev.dromedary.routes.core.web.WebAnswer;
import dev.dromedary.routes.core.web.WebClient;
import dev.dromedary.routes.core.web.WebRequest;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Sends dead letters by HTTP: a POST of what the function got, with the headers that say why beside the event's own. Kept is what is answered 2xx. The
 * headers of a Secret go with it, which is read again where it is refused.
 */
public final class HttpLetters implements Letters, AutoCloseable {

    /** How long a server may take to keep one. */
    public static final Duration TIME = Duration.ofSeconds(10);

    private static final Duration IDLE = Duration.ofMinutes(10);

    private final WebClient client;
    private final Secrets secrets;
    private final Map<Key, Login> logins = new ConcurrentHashMap<>();

    /** What a Secret says, and when a letter last needed it. */
    private record Login(Held<Material<HttpHeaders>> headers, long usedNanos) {}

    /**
     * Letters that this client sends.
     *
     * @param client is closed with this
     * @param secrets where targets have their headers from
     */
    public HttpLetters(WebClient client, Secrets secrets) {
        this.client = client;
        this.secrets = secrets;
    }

    @Override
    public void keep(Letter letter, LetterTarget target, Consumer<Optional<String>> done) {
        LetterTarget.Http http = (LetterTarget.Http) target;
        forgetIdle();
        var unused = http.secret()
                .map(name -> login(new Key(letter.trigger().key().namespace(), name)))
                .map(login -> headers(login).thenCompose(headers -> send(letter, http, headers, login)))
                .orElseGet(() -> post(letter, http, new DefaultHttpHeaders()).thenApply(HttpLetters::trouble))
                .exceptionally(failure -> Optional.of(WebClient.why(failure)))
                .thenAccept(trouble ->
                        done.accept(trouble.map(why -> "Of " + http.url().getHost() + ": " + why)));
    }

    private Held<Material<HttpHeaders>> login(Key key) {
        return logins.compute(
                        key,
                        (secret, known) -> new Login(known == null ? hold(secret) : known.headers(), System.nanoTime()))
                .headers();
    }

    private Held<Material<HttpHeaders>> hold(Key key) {
        return new SecretMaterial<>(secrets.hold(key, () -> {}), data -> LetterLogin.of(key, data));
    }

    private static CompletionStage<Material<HttpHeaders>> headers(Held<Material<HttpHeaders>> login) {
        return login.isFresh() && login.now() instanceof Material.Ready
                ? CompletableFuture.completedStage(login.now())
                : login.again();
    }

    private CompletionStage<Optional<String>> send(
            Letter letter, LetterTarget.Http http, Material<HttpHeaders> headers, Held<Material<HttpHeaders>> login) {
        return switch (headers) {
            case Material.Away<HttpHeaders> away -> CompletableFuture.completedStage(Optional.of(away.why()));
            case Material.Ready<HttpHeaders> ready ->
                post(letter, http, ready.value()).thenApply(answer -> {
                    if (answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED
                            || answer.status() == HttpURLConnection.HTTP_FORBIDDEN) {
                        var unused = login.again();
                    }
                    return trouble(answer);
                });
        };
    }

    private CompletionStage<WebAnswer> post(Letter letter, LetterTarget.Http http, HttpHeaders login) {
        HttpHeaders headers = new DefaultHttpHeaders();
        letter.event().describe(headers);
        headers.setAll(login);
        letter.headers().forEach(headers::set);
        return client.send(new WebRequest(
                HttpMethod.POST,
                http.url(),
                headers,
                Unpooled.wrappedBuffer(letter.event().body())));
    }

    private static Optional<String> trouble(WebAnswer answer) {
        return answer.status() / 100 == 2
                ? Optional.empty()
                : Optional.of("it answers " + answer.status() + " (redirects are not followed)");
    }

    private void forgetIdle() {
        long now = System.nanoTime();
        logins.values().removeIf(login -> {
            boolean idle = now - login.usedNanos() > IDLE.toNanos();
            if (idle) {
                login.headers().close();
            }
            return idle;
        });
    }

    @Override
    public void close() {
        client.close();
        logins.values().forEach(login -> login.headers().close());
        logins.clear();
    }
}
