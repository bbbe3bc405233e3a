package dev.dromedary.routes.core;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Only what is reachable from everywhere (IANA's special-purpose address registries): so no loopback, link-local or metadata
 * address, and no node, pod, Service or API server of a private network, however it is written.
 *
 * @param allowed what the administrator allows besides
 */
record Outside(List<Network> allowed) implements Egress {

    private static final List<Network> INSIDE = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    // Azure's metadata, at an address that looks like any other
                    "168.63.129.16",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    // multicast, reserved, broadcast
                    "224.0.0.0/3",
                    // tunnels, which lead to any IPv4 address, benchmarks, documentation
                    "2001::/23",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(Network::of)
            .toList();

    /** All of IPv6 that is routed. */
    private static final Network ROUTED = Network.of("2000::/3");

    /** How a cluster without IPv4 writes the addresses of those that have nothing else: the last four bytes. */
    private static final Network NAT64 = Network.of("64:ff9b::/96");

    @Override
    public boolean allows(InetAddress address, int port) {
        return contains(allowed, address) || isOutside(address);
    }

    private static boolean isOutside(InetAddress address) {
        if (address instanceof Inet4Address) {
            return !contains(INSIDE, address);
        }
        if (NAT64.contains(address)) {
            byte[] bytes = address.getAddress();
            return isOutside(of(Arrays.copyOfRange(bytes, bytes.length - 4, bytes.length)));
        }
        return ROUTED.contains(address) && !contains(INSIDE, address);
    }

    private static boolean contains(List<Network> networks, InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
