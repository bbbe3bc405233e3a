package dev.dromedary.routes.nats.server;

import dev.dromedary.routes.core.Egress;
import dev.dromedary.routes.core.secrets.Secrets;
import io.nats.client.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Connections to NATS: one for all who want the same servers in the same way, as long as anybody does. Thread-safe. */
public final class Connections {

    private final Environment environment;
    private final Map<Servers, Link> links = new ConcurrentHashMap<>();

    /**
     * What servers are reached by.
     *
     * @param egress where triggers may have the router connect to
     */
    public record Environment(Installation installation, Secrets secrets, Egress egress) {}

    /** None yet. */
    public Connections(Environment environment) {
        this.environment = environment;
    }

    /** The installation's own servers. */
    public Servers installation() {
        return environment.installation().servers();
    }

    /** Who uses a connection. All is called on threads of the connection's; quick. */
    public interface User {

        /** {@link Held#connection} or {@link Held#line} may give something else than before. */
        void changed();

        /** The server said that something is wrong that somebody did by this connection. */
        default void told(String error) {}
    }

    /** A connection that is held, until it is closed. */
    public final class Held implements AutoCloseable {

        private final Servers servers;
        private final User user;
        private Link link;

        private Held(Servers servers, User user) {
            this.servers = servers;
            this.user = user;
        }

        /**
         * The connection, which may be interrupted for now; another object where the way to the servers is another one. Empty: there is
         * none yet.
         */
        public Optional<Connection> connection() {
            return link.connection();
        }

        /** How it is. */
        public Line line() {
            return link.line();
        }

        @Override
        public void close() {
            links.computeIfPresent(servers, (key, there) -> there.without(user) ? null : there);
        }
    }

    /** Holds one, which is opened in the background if nobody held it before. */
    public Held hold(Servers servers, User user) {
        Held held = new Held(servers, user);
        held.link = links.compute(
                servers, (key, there) -> (there == null ? new Link(servers, environment) : there).with(user));
        return held;
    }

    /** How many there are. */
    int size() {
        return links.size();
    }
}
