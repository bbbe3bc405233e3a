package dev.dromedary.routes.core;

import java.net.InetAddress;
import java.util.List;

/**
 * Where the router connects to because a trigger says so: asked after a name was resolved, and with the very address that is
 * then connected to.
 */
@FunctionalInterface
public interface Egress {

    /** Anywhere: for a laptop, where whoever writes triggers could connect there himself. */
    Egress ANYWHERE = (address, port) -> true;

    /** Whether a connection may be made. */
    boolean allows(InetAddress address, int port);

    /**
     * What is outside the cluster and its network, and what the administrator allows besides.
     *
     * @param allowed addresses or networks, such as {@code 10.96.14.2} or {@code 10.20.0.0/16}
     * @throws IllegalArgumentException for what is neither; the message names it
     */
    static Egress outside(List<String> allowed) {
        return new Outside(allowed.stream().map(Network::of).toList());
    }
}
