package dev.dromedary.routes.nats.server;

import dev.dromedary.routes.core.Egress;
import io.nats.client.impl.NatsServerPool;
import io.nats.client.support.NatsUri;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The servers of a connection, as the client asks for them: only those that the router may connect to, by the very addresses that were
 * checked, where the client by itself would look their names up again.
 */
final class ServerList extends NatsServerPool {

    /** Begins what is said where there is none that the router may connect to. */
    static final String DENIED = "it is where the router does not connect to for a trigger";

    private final Egress egress;
    private final Map<String, List<String>> addresses = new ConcurrentHashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private volatile String trouble;

    ServerList(Egress egress) {
        this.egress = egress;
    }

    /** Why a server is passed over, the last time; empty: none was. */
    Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** The name of the server at an address, which its certificate is to have. */
    String name(String address) {
        return names.getOrDefault(address, address);
    }

    @Override
    public NatsUri peekNextServer() {
        for (int turn = getServerList().size(); turn > 0; turn--) {
            NatsUri next = super.peekNextServer();
            if (next == null || isReachable(next)) {
                return next;
            }
            super.nextServer();
        }
        return null;
    }

    @Override
    public NatsUri nextServer() {
        return peekNextServer() == null ? null : super.nextServer();
    }

    @Override
    public List<String> resolveHostToIps(String host) {
        return addresses.get(host);
    }

    private boolean isReachable(NatsUri server) {
        String host = server.getHost().replaceAll("[\\[\\]]", "");
        try {
            InetAddress[] all = InetAddress.getAllByName(host);
            List<String> allowed = Arrays.stream(all)
                    .filter(address -> egress.allows(address, server.getPort()))
                    .map(InetAddress::getHostAddress)
                    .toList();
            if (allowed.isEmpty()) {
                trouble = server + ": " + DENIED + "; whoever administers the installation can allow it";
                return false;
            }
            allowed.forEach(address -> names.put(address, host));
            addresses.put(server.getHost(), allowed);
            return true;
        } catch (UnknownHostException e) {
            trouble = server + ": the name cannot be resolved";
            return false;
        }
    }
}
