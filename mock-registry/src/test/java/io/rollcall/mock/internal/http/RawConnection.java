package io.rollcall.mock.internal.http;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** A socket to the registry, on which a test writes whatever bytes it wants. */
final class RawConnection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }

    static RawConnection to(int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(20_000);
        return new RawConnection(socket);
    }

    Socket socket() {
        return socket;
    }

    InputStream in() {
        return in;
    }

    RawConnection send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawConnection send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        return this;
    }

    /** The next line of the response, without its end; empty also at the end of input. */
    String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** All that comes until the registry closes the connection; a reset ends it too. */
    String rest() throws IOException {
        StringBuilder rest = new StringBuilder();
        try {
            for (int c = in.read(); c >= 0; c = in.read()) {
                rest.append((char) c);
            }
        } catch (SocketException reset) {
            return rest.toString();
        }
        return rest.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
