package dev.dromedary.routes.kafka.cluster;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.security.auth.AuthenticateCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerTokenCallback;

/** Gives a Kafka client, which makes it by its name, tokens of our {@link TokenSource}. */
public final class TokenCallbacks implements AuthenticateCallbackHandler {

    /** The setting that holds a {@link TokenSource}. */
    static final String SOURCE = "dromedary.tokens";

    private TokenSource source;

    @Override
    public void configure(Map<String, ?> configs, String mechanism, List<AppConfigurationEntry> entries) {
        source = (TokenSource) configs.get(SOURCE);
    }

    @Override
    public void handle(Callback[] callbacks) throws IOException, UnsupportedCallbackException {
        for (Callback callback : callbacks) {
            if (callback instanceof OAuthBearerTokenCallback wanted) {
                wanted.token(new Bearer(source.get()));
            } else {
                throw new UnsupportedCallbackException(callback);
            }
        }
    }

    @Override
    public void close() {}

    /** A token as Kafka sees it, which takes it for good without looking into it: brokers do. */
    private record Bearer(TokenSource.Token token) implements OAuthBearerToken {

        @Override
        public String value() {
            return token.value();
        }

        @Override
        public Set<String> scope() {
            return Set.of();
        }

        @Override
        public long lifetimeMs() {
            return token.until().toEpochMilli();
        }

        @Override
        public String principalName() {
            return "dromedary";
        }

        @Override
        public Long startTimeMs() {
            return null;
        }
    }
}
