package dev.dromedary.routes.kafka.cluster;

import dev.dromedary.routes.core.Egress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;

/** Whether the router connects to a broker. */
public final class Allowed {

    private Allowed() {}

    /**
     * Goes through all of them.
     *
     * @throws Denied where the router does not connect to one; the message says which
     * @throws TimeoutException where a name is not known
     */
    public static void check(Egress egress, List<Broker> brokers) {
        brokers.forEach(broker -> check(egress, broker.host(), broker.port()));
    }

    /** The same for one. */
    public static void check(Egress egress, String host, int port) {
        if (egress == Egress.ANYWHERE) {
            return;
        }
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!egress.allows(address, port)) {
                    throw new Denied("The broker " + host + ":" + port
                            + " is where the router does not connect to for a trigger; whoever administers the"
                            + " installation can allow it");
                }
            }
        } catch (UnknownHostException e) {
            throw new TimeoutException(host + " cannot be resolved");
        }
    }

    /** The router does not connect to where the brokers are. */
    public static final class Denied extends RuntimeException {
        Denied(String message) {
            super(message);
        }
    }
}
