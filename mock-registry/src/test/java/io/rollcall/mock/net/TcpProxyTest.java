package io.rollcall.mock.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Before a server that sends back what it gets. */
class TcpProxyTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ServerSocket server;
    private TcpProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        threads.execute(this::serve);
        proxy = TcpProxy.to((InetSocketAddress) server.getLocalSocketAddress());
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
        threads.shutdownNow();
    }

    @Test
    void whatIsSentArrivesUnchangedHoweverMuch() throws Exception {
        byte[] much = new byte[5_000_000];
        new Random(1).nextBytes(much);

        try (Socket socket = connect()) {
            Future<byte[]> echo = threads.submit(() -> socket.getInputStream().readAllBytes());
            socket.getOutputStream().write(much);
            socket.shutdownOutput();

            assertThat(echo.get()).isEqualTo(much);
        }
        await().until(() -> proxy.connections() == 0);
    }

    @Test
    void aCutConnectionIsResetAndTheNextOneStands() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 7)).isEqualTo(7);

            proxy.cut();

            assertThatThrownBy(() -> echo(socket, 8)).isInstanceOf(SocketException.class);
        }
        try (Socket next = connect()) {
            assertThat(echo(next, 9)).isEqualTo(9);
        }
    }

    @Test
    void onlyIdleConnectionsAreClosedAndInGoodOrder() throws IOException {
        try (Socket socket = connect()) {
            assertThat(echo(socket, 7)).isEqualTo(7);
            assertThat(proxy.closeIdle(Duration.ofHours(1))).isZero();
            assertThat(echo(socket, 8)).isEqualTo(8);

            assertThat(proxy.closeIdle(Duration.ZERO)).isEqualTo(1);

            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            assertThat(proxy.connections()).isZero();
        }
        try (Socket next = connect()) {
            assertThat(echo(next, 9)).isEqualTo(9);
        }
    }

    @Test
    void aStalledConnectionIsSilentUntilItIsHealed() throws IOException {
        try (Socket old = connect();
                Socket none = new Socket()) {
            assertThat(echo(old, 1)).isEqualTo(1);
            proxy.stall();
            none.connect(proxy.address());

            assertThatThrownBy(() -> echo(old, 2)).isInstanceOf(SocketTimeoutException.class);
            none.setSoTimeout(50);
            assertThatThrownBy(() -> echo(none, 3)).isInstanceOf(SocketTimeoutException.class);

            proxy.heal();
            assertThat(old.getInputStream().read()).isEqualTo(2);
            assertThat(none.getInputStream().read()).isEqualTo(3);
        }
    }

    @Test
    void aStrandedConnectionIsSilentAndTheNextOneStands() throws IOException {
        try (Socket old = connect();
                Socket next = new Socket()) {
            assertThat(echo(old, 1)).isEqualTo(1);

            proxy.strand();

            assertThatThrownBy(() -> echo(old, 2)).isInstanceOf(SocketTimeoutException.class);
            next.connect(proxy.address());
            assertThat(echo(next, 3)).isEqualTo(3);
        }
    }

    @Test
    void nobodyListensWhileItRefuses() throws IOException {
        try (Socket old = connect()) {
            echo(old, 1);

            proxy.refuse();

            assertThatThrownBy(() -> echo(old, 2)).isInstanceOf(SocketException.class);
            assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        }
        proxy.heal();
        try (Socket again = connect()) {
            assertThat(echo(again, 3)).isEqualTo(3);
        }
    }

    @Test
    void afterItsEndNothingIsDone() {
        proxy.close();
        proxy.close();
        proxy.heal();

        assertThat(proxy.connections()).isZero();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        socket.setSoTimeout(200);
        return socket;
    }

    private static int echo(Socket socket, int value) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write(value);
        out.flush();
        return socket.getInputStream().read();
    }

    private void serve() {
        try {
            while (true) {
                Socket socket = server.accept();
                threads.execute(() -> sendBack(socket));
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void sendBack(Socket socket) {
        try (socket;
                InputStream in = socket.getInputStream()) {
            in.transferTo(socket.getOutputStream());
        } catch (IOException e) {
            // The connection was broken, as the test wants it.
        }
    }
}
