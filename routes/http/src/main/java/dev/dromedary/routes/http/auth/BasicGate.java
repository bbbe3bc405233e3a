package dev.dromedary.routes.http.auth;

import dev.dromedary.routes.core.held.Held;
import dev.dromedary.routes.core.secrets.Material;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;

/** Lets in who has a user's name and password. */
final class BasicGate implements MaterialGate {

    private static final String CHALLENGE = "Basic realm=\"Authentication Required\", charset=\"UTF-8\"";
    private static final Verdict.Refused NONE =
            Refusals.unauthorized("A user's name and password are asked for", CHALLENGE);
    private static final Verdict.Refused WRONG =
            Refusals.unauthorized("The user's name or the password is wrong", CHALLENGE);

    private final Held<Material<Htpasswd>> passwords;
    private final Lookup<Htpasswd> lookup;
    private final Desk desk;

    BasicGate(Held<Material<Htpasswd>> passwords, Desk desk) {
        this.passwords = passwords;
        this.lookup = new Lookup<>(passwords, Refusals::isUnauthorized);
        this.desk = desk;
    }

    @Override
    public boolean wantsBody() {
        return false;
    }

    @Override
    public Outcome check(HttpHeaders headers, ByteBuf body, Instant now) {
        Optional<Login> login = Login.of(headers);
        return login.isEmpty() ? NONE : lookup.ask(file -> file.check(login.get(), desk, WRONG, now));
    }

    @Override
    public Held<? extends Material<?>> material() {
        return passwords;
    }
}
