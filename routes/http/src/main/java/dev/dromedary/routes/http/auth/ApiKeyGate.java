package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;

/** Lets in who has a key. */
final class ApiKeyGate implements MaterialGate {

    private final String header;
    private final Held<Material<ApiKeyTable>> keys;
    private final Lookup<ApiKeyTable> lookup;
    private final Verdict.Refused none;
    private final Verdict.Refused wrong;

    ApiKeyGate(String header, Held<Material<ApiKeyTable>> keys) {
        this.header = header;
        this.keys = keys;
        this.lookup = new Lookup<>(keys, Refusals::isUnauthorized);
        String challenge = "ApiKey header=\"" + header + "\"";
        this.none = Refusals.unauthorized("A key is asked for, in one header " + header, challenge);
        this.wrong = Refusals.unauthorized("The key in the header " + header + " is not known", challenge);
    }

    @Override
    public boolean wantsBody() {
        return false;
    }

    @Override
    public Outcome check(HttpHeaders headers, ByteBuf body, Instant now) {
        Optional<String> key = OneHeader.of(headers, header);
        return key.isEmpty() ? none : lookup.ask(table -> verdict(table, key.get()));
    }

    private Verdict verdict(ApiKeyTable table, String key) {
        return table.caller(key).<Verdict>map(Verdict.Allowed::of).orElse(wrong);
    }

    @Override
    public Held<? extends Material<?>> material() {
        return keys;
    }
}
