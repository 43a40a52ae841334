package io.rollcall.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollcall.model.ServiceInstance;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;

/**
 * An HTTP/1.1 server that keeps connections until it is told to close them: at the end of each response, or when
 * {@link #closeIdle()} is called. It answers 200 and its port.
 *
 * <p><b>Concurrency.</b> Each connection has a thread of its own.
 */
public final class ClosingServer implements AutoCloseable {
    private final ServerSocket server;
    private final boolean secure;
    private final boolean closesAtOnce;
    private final String parting;
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private volatile CountDownLatch crowd = new CountDownLatch(0);

    private ClosingServer(ServerSocketFactory sockets, boolean secure, boolean closesAtOnce, String parting)
            throws IOException {
        this.server = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.secure = secure;
        this.closesAtOnce = closesAtOnce;
        this.parting = parting;
        start(this::accept);
    }

    /** Closes each connection after its first response. */
    public static ClosingServer afterEachResponse() throws IOException {
        return new ClosingServer(ServerSocketFactory.getDefault(), false, true, "");
    }

    /** The same over TLS. */
    public static ClosingServer afterEachResponse(Certificate certificate) throws IOException {
        return new ClosingServer(certificate.context().getServerSocketFactory(), true, true, "");
    }

    /** Closes connections on {@link #closeIdle()}. */
    public static ClosingServer onDemand() throws IOException {
        return new ClosingServer(ServerSocketFactory.getDefault(), false, false, "");
    }

    /** Sends 408 to each connection before it closes it after its first response, as HAProxy does to idle ones. */
    public static ClosingServer with408() throws IOException {
        return new ClosingServer(
                ServerSocketFactory.getDefault(),
                false,
                true,
                "HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    }

    /** How it registers. */
    public ServiceInstance.Builder instance(String service) {
        return ServiceInstance.named(service)
                .host(server.getInetAddress().getHostAddress())
                .port(server.getLocalPort())
                .secure(secure);
    }

    /** Method and path of each request so far, such as {@code GET /}. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** How many connections were made. */
    public int connections() {
        return connections.get();
    }

    /** How many of them it has closed. */
    public int closed() {
        return closed.get();
    }

    /** Answers the next {@code requests} only when all of them are there. */
    public void gather(int requests) {
        crowd = new CountDownLatch(requests);
    }

    /** Closes all connections; none may have a request in progress. */
    public void closeIdle() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                connections.incrementAndGet();
                open.add(socket);
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Closed: the test is over.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            boolean goesOn = true;
            while (goesOn) {
                String request = in.readLine();
                if (request == null) {
                    break;
                }
                skip(in);
                requests.add(request.replace(" HTTP/1.1", ""));
                crowd.countDown();
                crowd.await();
                String body = Integer.toString(server.getLocalPort());
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body + "")
                                .getBytes(UTF_8));
                goesOn = !closesAtOnce;
            }
            socket.getOutputStream().write(parting.getBytes(UTF_8));
        } catch (IOException | InterruptedException e) {
            // Closed by either side.
        } finally {
            open.remove(socket);
            closed.incrementAndGet();
        }
    }

    /** The headers, and the body that they announce. */
    private static void skip(BufferedReader in) throws IOException {
        long length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Long.parseLong(line.substring(line.indexOf(':') + 1).trim());
            }
        }
        for (long i = 0; i < length; i++) {
            if (in.read() < 0) {
                return;
            }
        }
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task, "closing-server");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        closeIdle();
    }
}
