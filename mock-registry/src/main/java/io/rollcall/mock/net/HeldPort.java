package io.rollcall.mock.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Keeps a port without listening on it: connections to it are refused, and nobody who asks for a free port is given it.
 * So a server that is down for a while finds its port again, and a test that calls a closed port calls nobody.
 *
 * <p><b>Concurrency.</b> Threadsafe.
 */
public final class HeldPort implements AutoCloseable {
    private final Socket bound;

    private HeldPort(Socket bound) {
        this.bound = bound;
    }

    /**
     * Holds an address that nobody listens on. Connections of a former listener may still be in their last minutes.
     *
     * @param address port 0 for any free one
     * @throws IOException if somebody listens there, or the address is none of this machine's
     */
    public static HeldPort at(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address);
            return new HeldPort(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The number of the port. */
    public int port() {
        return bound.getLocalPort();
    }

    /** Gives it back. */
    @Override
    public void close() throws IOException {
        bound.close();
    }
}
