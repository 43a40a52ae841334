package io.rollcall.mock.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;

/**
 * Keeps a port without listening on it: connections to it are refused, and it is not assigned as a free port. So a
 * server that is down for a while gets its port back, and a test that calls a closed port reaches no other server.
 *
 * <p><b>Concurrency.</b> Threadsafe.
 *
 * @since 0.1
 */
public final class HeldPort implements AutoCloseable {
    private final Socket bound;

    private HeldPort(Socket bound) {
        this.bound = bound;
    }

    /**
     * Holds an address without a listener. Connections of a former listener may still be closing.
     *
     * @param address port 0 for any free one
     * @throws IOException if there is a listener, or the address is not one of this machine
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

    /** The port. */
    public int port() {
        return bound.getLocalPort();
    }

    /** Releases the port. */
    @Override
    public void close() throws IOException {
        bound.close();
    }
}
