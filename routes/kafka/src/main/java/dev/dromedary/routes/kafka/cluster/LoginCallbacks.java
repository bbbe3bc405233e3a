package dev.dromedary.routes.kafka.cluster;

import java.util.List;
import java.util.Map;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.NameCallback;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.scram.ScramExtensionsCallback;

/** Gives a Kafka client, which makes it by its name, our {@link Login}: so that no password stands in a JAAS text. */
public final class LoginCallbacks implements AuthenticateCallbackHandler {

    /** The setting that holds a {@link Login}. */
    static final String LOGIN = "dromedary.login";

    private Login login;

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        login = (Login) configs.get(LOGIN);
    }

    @Override
    public void handle(Callback[] callbacks) throws UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            switch (callback) {
                case NameCallback name -> name.setName(login.username());
                case PasswordCallback password ->
                    password.setPassword(login.password().toCharArray());
                case ScramExtensionsCallback extensions -> extensions.extensions(Map.of());
                default -> throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {}
}
