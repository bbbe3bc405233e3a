package dev.dromedary.routes.kinesis.stream;

import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import dev.dromedary.routes.core.secrets.SecretMaterial;
import dev.dromedary.routes.core.secrets.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.apache.ProxyConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/**
 * How to reach a stream, with the Secret as it is now: its client asks for the credentials at each call, so another content of the
 * Secret is taken up by itself.
 */
public final class Access implements AutoCloseable {

    private static final String ID = "aws_access_key_id";
    private static final String KEY = "aws_secret_access_key";
    private static final String TOKEN = "aws_session_token";
    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 64;

    private final KinesisStream stream;
    private final Optional<Held<Material<AwsCredentials>>> secret;
    private final Optional<DefaultCredentialsProvider> chain;
    private final KinesisClient client;

    /**
     * What streams are reached by.
     *
     * @param egress where triggers may have the router connect to
     * @param answer how long an answer may take
     */
    public record Environment(Secrets secrets, Egress egress, Duration answer) {}

    /**
     * Access to a stream, until it is closed.
     *
     * @param changed run when another thing is known of the Secret; must be quick
     */
    public Access(KinesisStream stream, Environment environment, Runnable changed) {
        this.stream = stream;
        this.secret = stream.secret()
                .map(key -> new SecretMaterial<>(
                        environment.secrets().hold(key, changed), data -> credentials(key.toString(), data)));
        this.chain = secret.isPresent()
                ? Optional.empty()
                : Optional.of(DefaultCredentialsProvider.builder().build());
        this.client = client(environment);
    }

    /** What talks to the service; no call of it is tried twice by itself. */
    public KinesisClient client() {
        return client;
    }

    /** Why nothing can be asked of the stream now, and what to do; empty: it can. Asking keeps the Secret read. */
    public Optional<String> trouble() {
        secret.ifPresent(Held::isFresh);
        return secret.flatMap(held -> held.now() instanceof Material.Away<?> away ? away.trouble() : Optional.empty());
    }

    /** Has the Secret read again: what it holds was refused. */
    public void again() {
        secret.ifPresent(Held::again);
    }

    @Override
    public void close() {
        client.close();
        secret.ifPresent(Held::close);
        chain.ifPresent(DefaultCredentialsProvider::close);
    }

    private KinesisClient client(Environment environment) {
        AwsCredentialsProvider provider =
                secret.<AwsCredentialsProvider>map(held -> () -> now(held)).orElseGet(chain::orElseThrow);
        ApacheHttpClient.Builder http = ApacheHttpClient.builder()
                .connectionTimeout(CONNECT)
                .socketTimeout(environment.answer())
                .maxConnections(CONNECTIONS);
        KinesisClientBuilder builder = KinesisClient.builder()
                .region(Region.of(stream.region()))
                .credentialsProvider(provider)
                .overrideConfiguration(settings -> settings.retryStrategy(AwsRetryStrategy.doNotRetry()));
        stream.endpoint().ifPresent(endpoint -> {
            int port = endpoint.getPort() > 0 ? endpoint.getPort() : "http".equals(endpoint.getScheme()) ? HTTP : HTTPS;
            // The proxy of AWS' own addresses would go there without anybody's leave.
            http.dnsResolver(new Names(environment.egress(), port))
                    .proxyConfiguration(ProxyConfiguration.builder()
                            .useSystemPropertyValues(false)
                            .useEnvironmentVariableValues(false)
                            .build());
            builder.endpointOverride(endpoint);
        });
        return builder.httpClientBuilder(http).build();
    }

    private static AwsCredentials now(Held<Material<AwsCredentials>> held) {
        return switch (held.now()) {
            case Material.Ready<AwsCredentials> ready -> ready.value();
            case Material.Away<AwsCredentials> away -> throw SdkClientException.create(away.why());
        };
    }

    private static Material<AwsCredentials> credentials(String secret, Map<String, byte[]> data) {
        for (String entry : List.of(ID, KEY)) {
            if (text(data, entry).isEmpty()) {
                return new Material.Away<>("The Secret " + secret + " has no entry " + entry + ": put it in");
            }
        }
        String token = text(data, TOKEN);
        return new Material.Ready<>(
                token.isEmpty()
                        ? AwsBasicCredentials.create(text(data, ID), text(data, KEY))
                        : AwsSessionCredentials.create(text(data, ID), text(data, KEY), token),
                List.of());
    }

    private static String text(Map<String, byte[]> data, String entry) {
        return new String(data.getOrDefault(entry, new byte[0]), StandardCharsets.UTF_8).strip();
    }
}
