package dev.dromedary.routes.nats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.dromedary.broker.Authority;
import dev.dromedary.broker.RealNats;
import dev.dromedary.crd.Key;
import dev.dromedary.routes.core.Egress;
import io.nats.client.Connection;
import io.nats.client.NKey;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** Servers that want to know who comes, and clients that want to know whom they meet. */
class AccessIT {

    private static final Key LOGIN = new Key("default", "login");
    private static final Key TLS = new Key("default", "tls");
    private static final String SUBJECT = "orders";

    private static String spec(RealNats nats, String more) {
        return "topic: " + SUBJECT + ", servers: ['" + nats.url() + "']" + more;
    }

    private static final String WITH_LOGIN = ", credentials: {secret: login}";

    private static Copy copy() {
        return new Copy("nats://localhost:1").function("f", 200);
    }

    private static Map<String, byte[]> login(String password) {
        return Map.of("username", "me".getBytes(UTF_8), "password", password.getBytes(UTF_8));
    }

    /** Publishes as somebody, until it arrives. */
    private static void assertArrives(Copy copy, RealNats nats, UnaryOperator<Options.Builder> who) throws Exception {
        copy.consuming("t");
        int before = copy.seen().size();
        Connection connection =
                Nats.connect(who.apply(Options.builder().server(nats.url())).build());
        try {
            await().atMost(Copy.SOON).pollInterval(Duration.ofMillis(200)).until(() -> {
                connection.publish(SUBJECT, new byte[] {'a'});
                return copy.seen().size() > before;
            });
        } finally {
            connection.close();
        }
    }

    @Test
    void aSecretThatComesLateAndOneThatIsChangedAreTakenUp() throws Exception {
        try (RealNats nats = RealNats.start(RealNats.Door.login("me", "first"));
                Copy copy = copy()) {
            copy.trigger("t", spec(nats, WITH_LOGIN)).saying("t", "There is no Secret default/login");
            copy.secrets().put(LOGIN, login("wrong-one"));
            copy.saying("t", "does not let the router in");
            assertThat(copy.status("t")).doesNotContain("wrong-one");
            copy.secrets().put(LOGIN, login("first"));
            assertArrives(copy, nats, options -> options.userInfo("me", "first"));
            nats.kill();
            nats.startAgain(RealNats.Door.login("me", "second"));
            copy.saying("t", "SourceRefused");
            copy.secrets().put(LOGIN, login("second"));
            assertArrives(copy, nats, options -> options.userInfo("me", "second"));
        }
    }

    @Test
    void aTokenAndAKeyOpenTheDoor() throws Exception {
        NKey key = NKey.createUser(new SecureRandom());
        try (RealNats nats = RealNats.start(RealNats.Door.token("t0ken"));
                Copy copy = copy()) {
            copy.secrets().put(LOGIN, Map.of("token", "t0ken\n".getBytes(UTF_8)));
            copy.trigger("t", spec(nats, WITH_LOGIN));
            assertArrives(copy, nats, options -> options.token("t0ken".toCharArray()));
            nats.kill();
            nats.startAgain(RealNats.Door.with("authorization: {users: [{nkey: " + new String(key.getPublicKey())
                    + "}, {user: test, password: test}]}"));
            copy.secrets().put(LOGIN, Map.of("nkey", new String(key.getSeed()).getBytes(UTF_8)));
            assertArrives(copy, nats, options -> options.userInfo("test", "test"));
        }
    }

    @Test
    void onlyWhomTheCertificateNamesIsBelieved() throws Exception {
        try (RealNats nats = RealNats.start(RealNats.Door.open().byTls().named("elsewhere.example"));
                Copy copy = copy()) {
            copy.secrets().put(TLS, Map.of("ca.crt", nats.authority().getBytes(UTF_8)));
            copy.trigger("t", spec(nats, ", tls: {secret: tls}")).saying("t", "SourceRefused");
            nats.kill();
            nats.startAgain(RealNats.Door.open().byTls());
            assertArrives(copy, nats, AccessIT::credulous);
            copy.secrets()
                    .put(TLS, Map.of("ca.crt", Authority.create().certificate().getBytes(UTF_8)));
            copy.saying("t", "SourceRefused");
            copy.trigger("t", spec(nats, ", tls: {insecure: true}"));
            assertArrives(copy, nats, AccessIT::credulous);
        }
    }

    private static Options.Builder credulous(Options.Builder options) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
            return options.sslContext(context);
        } catch (java.security.GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whereTheRouterMayNotConnectToItDoesNot() throws Exception {
        try (RealNats nats = RealNats.start(RealNats.Door.open());
                Copy copy = new Copy("nats://localhost:1", Egress.outside(List.of())).function("f", 200)) {
            copy.trigger("t", spec(nats, "")).saying("t", "does not connect to for a trigger");
            assertThat(copy.status("t")).contains("SourceRefused");
        }
    }

    @Test
    void aSubjectThatIsNotAllowedIsSaid() throws Exception {
        try (RealNats nats = RealNats.start(RealNats.Door.with(
                        "authorization: {users: [{user: me, password: p, permissions: {subscribe: \"_INBOX.>\"}}]}"));
                Copy copy = copy()) {
            copy.secrets().put(LOGIN, login("p"));
            copy.trigger("t", spec(nats, WITH_LOGIN)).saying("t", "Permissions Violation");
            assertThat(copy.status("t")).contains("SourceRefused");
        }
    }
}
