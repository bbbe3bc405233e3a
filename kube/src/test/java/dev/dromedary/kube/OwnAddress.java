package dev.dromedary.kube;

import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;

/** Where this machine is, for an endpoint of a test: the API server takes no loopback address for one. */
public final class OwnAddress {

    private OwnAddress() {}

    /** An address of IPv4. */
    public static InetAddress get() {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                    .findFirst()
                    .orElseThrow();
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }
}
