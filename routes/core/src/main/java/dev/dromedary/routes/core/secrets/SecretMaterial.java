package dev.dromedary.routes.core.secrets;

import dev.dromedary.routes.core.held.Held;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Material out of a Secret, made of it once a version. */
public final class SecretMaterial<T> implements Held<Material<T>> {

    private final Held<SecretReading> secret;
    private final Function<Map<String, byte[]>, Material<T>> form;
    private volatile Made<T> made;

    private record Made<T>(SecretReading reading, Material<T> material) {}

    /**
     * Material.
     *
     * @param secret is closed with this
     * @param form makes it of the entries of the Secret
     */
    public SecretMaterial(Held<SecretReading> secret, Function<Map<String, byte[]>, Material<T>> form) {
        this.secret = secret;
        this.form = form;
        this.made = make(secret.now());
    }

    @Override
    public Material<T> now() {
        return of(secret.now());
    }

    @Override
    public boolean isFresh() {
        return secret.isFresh();
    }

    @Override
    public CompletionStage<Material<T>> again() {
        return secret.again().thenApply(this::of);
    }

    @Override
    public void close() {
        secret.close();
    }

    private Material<T> of(SecretReading reading) {
        Made<T> last = made;
        if (!last.reading().equals(reading)) {
            last = make(reading);
            made = last;
        }
        return last.material();
    }

    private Made<T> make(SecretReading reading) {
        Material<T> material = reading instanceof SecretReading.Found found
                ? form.apply(found.data())
                : new Material.Away<>(reading.trouble().orElse(""));
        return new Made<>(reading, material);
    }
}
