package io.rollcall.internal.address;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * IP addresses in text form, as opposed to host names. Nothing here ever queries DNS.
 *
 * <p>Immutable and threadsafe: all methods are pure functions.
 */
public final class IpLiteral {
    private static final Pattern SHAPE = Pattern.compile("[0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*");

    private IpLiteral() {}

    /**
     * Whether {@code host} has the form of an IP address rather than of a name: digits and dots only, or with a colon.
     * It need not be a valid one: {@code 999.1.1.1} has that form.
     */
    public static boolean hasForm(String host) {
        return host.indexOf(':') >= 0 || SHAPE.matcher(host).matches();
    }

    /** The address that {@code text} denotes, without brackets or scope; empty if it denotes none. */
    static Optional<InetAddress> parse(String text) {
        if (!SHAPE.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
