package io.rollcall.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * An HTTP server that responds to one request without a body, keeps the connection open, and reports when the client
 * closes it.
 */
public final class KeptConnection implements AutoCloseable {
    private final ServerSocket server;
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    private KeptConnection(ServerSocket server) {
        this.server = server;
    }

    /**
     * Responds with 200.
     *
     * @param headers headers of the response, one line each
     */
    public static KeptConnection answering(String body, String... headers) throws IOException {
        KeptConnection kept = new KeptConnection(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
        String head = "HTTP/1.1 200 OK\r\nContent-Length: " + body.getBytes(UTF_8).length + "\r\n";
        String response = head
                + String.join("", Stream.of(headers).map(line -> line + "\r\n").toList()) + "\r\n" + body;
        new Thread(() -> kept.serve(response)).start();
        return kept;
    }

    private void serve(String response) {
        try (Socket socket = server.accept()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                line = in.readLine();
            }
            socket.getOutputStream().write(response.getBytes(UTF_8));
            if (in.read() < 0) {
                closed.complete(null);
            }
        } catch (IOException e) {
            closed.completeExceptionally(e);
        }
    }

    /** {@code 127.0.0.1:port} */
    public String authority() {
        return server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
    }

    /** Completes when the client has closed the connection. */
    public CompletableFuture<Void> closed() {
        return closed;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
