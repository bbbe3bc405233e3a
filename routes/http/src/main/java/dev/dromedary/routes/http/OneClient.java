package dev.dromedary.routes.http;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Whom a limit takes for one client. Whoever has an address of IPv6 has the other 2^64 of its network as well (RFC 6177), and could
 * come from a new one each time: they are one.
 */
final class OneClient {

    private static final int NETWORK_BYTES = 8;
    private static final int BEFORE_IPV4 = 12;
    /** {@code ::ffff:0:0/96} (RFC 4291, 2.5.5.2). */
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    /** {@code 64:ff9b::/96} (RFC 6052): behind such a translator are all clients of IPv4. */
    private static final byte[] TRANSLATED = {0, 0x64, -1, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};

    private OneClient() {}

    /**
     * The same text for all addresses that are one client: an address of IPv4, also where IPv6 carries it, or a network of 64 bits.
     * What is no address stays what it is.
     */
    static String of(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null) {
            return address;
        }
        if (bytes.length == BEFORE_IPV4 + 4 && (begins(bytes, MAPPED) || begins(bytes, TRANSLATED))) {
            return NetUtil.bytesToIpAddress(Arrays.copyOfRange(bytes, BEFORE_IPV4, bytes.length));
        }
        return bytes.length > NETWORK_BYTES
                ? HexFormat.of().formatHex(bytes, 0, NETWORK_BYTES)
                : NetUtil.bytesToIpAddress(bytes);
    }

    private static boolean begins(byte[] address, byte[] with) {
        return Arrays.equals(address, 0, with.length, with, 0, with.length);
    }
}
