package dev.dromedary.routes.http;

import dev.dromedary.routes.core.Network;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.List;

/**
 * Those in front of the router who are believed what they say of their clients, such as the pods of the cluster's ingress
 * controller. Nobody else is.
 *
 * @param networks where they are; empty: nobody is
 */
public record TrustedProxies(List<Network> networks) {

    static final AsciiString FOR = AsciiString.cached("x-forwarded-for");

    /** Nobody is believed. */
    public static final TrustedProxies NONE = new TrustedProxies(List.of());

    /**
     * Those in these networks.
     *
     * @param networks such as {@code 10.20.0.0/16}
     * @throws IllegalArgumentException for what is no network; the message names it
     */
    public static TrustedProxies of(List<String> networks) {
        return new TrustedProxies(networks.stream().map(Network::of).toList());
    }

    /** Whether whoever is at the other end of a connection is one of them. */
    boolean trusts(InetAddress peer) {
        for (Network network : networks) {
            if (network.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Where a request came from: the address that is farthest from us in {@code X-Forwarded-For}, as long as each on the way here
     * is one of them.
     */
    InetAddress client(InetAddress peer, HttpHeaders headers) {
        InetAddress client = peer;
        String[] way = String.join(",", headers.getAll(FOR)).split(",", -1);
        for (int i = way.length - 1; i >= 0 && trusts(client); i--) {
            InetAddress before = NetUtil.createInetAddressFromIpAddressString(way[i].strip());
            if (before == null) {
                break;
            }
            client = before;
        }
        return client;
    }
}
