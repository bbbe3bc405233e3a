package dev.dromedary.routes.kinesis.stream;

import dev.dromedary.routes.core.Egress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.apache.http.conn.DnsResolver;

/** Resolves the name of an address that a trigger names: only to where the router may connect, and it connects to no other. */
record Names(Egress egress, int port) implements DnsResolver {

    @Override
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] all = InetAddress.getAllByName(host);
        for (InetAddress address : all) {
            if (!egress.allows(address, port)) {
                throw new Denied("The router does not connect to " + host + ":" + port
                        + ", which is inside the cluster or its network. Whoever administers Dromedary allows it by"
                        + " DROMEDARY_EGRESS_ALLOW");
            }
        }
        return all;
    }

    /** The router does not connect there. */
    static final class Denied extends UnknownHostException {
        private static final long serialVersionUID = 1;

        Denied(String message) {
            super(message);
        }
    }
}
