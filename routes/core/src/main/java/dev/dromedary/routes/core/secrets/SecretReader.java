package dev.dromedary.routes.core.secrets;

import dev.dromedary.crd.Key;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Gets a Secret of an API server by its name: the one thing that the router may do with Secrets. */
final class SecretReader implements Function<Key, SecretReading> {

    private final KubernetesClient client;
    private final RouterAccount account;

    SecretReader(KubernetesClient client, RouterAccount account) {
        this.client = client;
        this.account = account;
    }

    @Override
    public SecretReading apply(Key key) {
        try {
            Secret secret = client.secrets()
                    .inNamespace(key.namespace())
                    .withName(key.name())
                    .get();
            return secret == null ? new SecretReading.Missing(key) : found(secret);
        } catch (KubernetesClientException e) {
            return e.getCode() == HttpURLConnection.HTTP_FORBIDDEN ? forbidden(key) : unknown(key, e.getCode());
        }
    }

    private static SecretReading found(Secret secret) {
        Map<String, byte[]> data = new HashMap<>();
        Optional.ofNullable(secret.getData()).orElse(Map.of()).forEach((name, value) -> {
            data.put(name, Base64.getDecoder().decode(value));
        });
        return new SecretReading.Found(secret.getMetadata().getResourceVersion(), data);
    }

    private SecretReading forbidden(Key key) {
        return new SecretReading.Forbidden("The router may not read the Secret " + key
                + ". Whoever administers the namespace allows it by: " + account.command(key.namespace()));
    }

    private static SecretReading unknown(Key key, int status) {
        return new SecretReading.Unknown("The Secret " + key + " cannot be read now: the API server "
                + (status <= 0 ? "is out of reach" : "answers " + status) + "; it is tried again");
    }
}
