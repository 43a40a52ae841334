package io.rollcall.internal.http;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/2 server that takes no request: it answers the first with GOAWAY, as one that it has not begun.
 *
 * <p><b>Concurrency.</b> One thread serves one connection.
 */
final class GoingAway implements AutoCloseable {
    private static final int PREFACE = 24;
    private static final int HEADERS = 1;
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};
    /** Last stream begun: 0. Error: none. */
    private static final byte[] GO_AWAY = {0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final ServerSocket server;
    private final AtomicInteger requests = new AtomicInteger();

    private GoingAway(ServerSocket server) {
        this.server = server;
        Thread thread = new Thread(this::serve, "going-away");
        thread.setDaemon(true);
        thread.start();
    }

    static GoingAway start() throws IOException {
        return new GoingAway(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
    }

    int port() {
        return server.getLocalPort();
    }

    int requests() {
        return requests.get();
    }

    private void serve() {
        try (Socket socket = server.accept();
                DataInputStream in = new DataInputStream(socket.getInputStream())) {
            socket.getOutputStream().write(SETTINGS);
            in.skipNBytes(PREFACE);
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.skipNBytes(1 + 4 + length);
                if (type == HEADERS) {
                    requests.incrementAndGet();
                    socket.getOutputStream().write(GO_AWAY);
                }
            }
        } catch (IOException e) {
            // The client has closed the connection, as it should.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
