package dev.dromedary.routes.core;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;

/**
 * A network, such as {@code 10.0.0.0/8}. (Netty's own {@code IpSubnetFilterRule} takes {@code ff02::1} for a part of
 * {@code 2000::/3}.)
 *
 * @param address any in it
 * @param bits how many of them all in it have in common
 */
public record Network(InetAddress address, int bits) {

    private static final int BITS_PER_BYTE = 8;

    /**
     * Reads one.
     *
     * @param text an address, and how many bits of it count; without that, all of them
     * @throws IllegalArgumentException for what is neither; the message names it
     */
    public static Network of(String text) {
        int slash = text.indexOf('/');
        InetAddress address = NetUtil.createInetAddressFromIpAddressString(slash < 0 ? text : text.substring(0, slash));
        if (address == null) {
            throw wrong(text);
        }
        int all = address.getAddress().length * BITS_PER_BYTE;
        int bits = slash < 0 ? all : number(text, slash + 1);
        if (bits < 0 || bits > all) {
            throw wrong(text);
        }
        return new Network(address, bits);
    }

    /** Whether another address is in it; one of another family never is. */
    public boolean contains(InetAddress other) {
        byte[] mine = address.getAddress();
        byte[] theirs = other.getAddress();
        if (mine.length != theirs.length) {
            return false;
        }
        int whole = bits / BITS_PER_BYTE;
        int rest = BITS_PER_BYTE - bits % BITS_PER_BYTE;
        return Arrays.equals(mine, 0, whole, theirs, 0, whole)
                && (whole == mine.length || (mine[whole] & 0xFF) >> rest == (theirs[whole] & 0xFF) >> rest);
    }

    private static int number(String text, int from) {
        try {
            return Integer.parseInt(text.substring(from));
        } catch (NumberFormatException e) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is neither an address nor a network: write one such as 10.96.14.2 or 10.20.0.0/16");
    }
}
