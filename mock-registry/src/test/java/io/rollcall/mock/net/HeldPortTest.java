package io.rollcall.mock.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

class HeldPortTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void connectionsToItAreRefused() throws IOException {
        try (HeldPort held = HeldPort.at(new InetSocketAddress(LOOPBACK, 0))) {
            assertThatThrownBy(() -> new Socket(LOOPBACK, held.port())).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void nobodyElseIsGivenIt() throws IOException {
        try (HeldPort held = HeldPort.at(new InetSocketAddress(LOOPBACK, 0));
                Socket other = new Socket()) {
            assertThatThrownBy(() -> other.bind(new InetSocketAddress(LOOPBACK, held.port())))
                    .isInstanceOf(BindException.class);
        }
    }

    @Test
    void aServerThatJustClosedItsConnectionsLeavesItsPortToBeHeldAndTakenAgain() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
                Socket client = new Socket(LOOPBACK, server.getLocalPort())) {
            port = server.getLocalPort();
            server.accept().close();
            assertThat(client.getInputStream().read()).isNegative();
        }

        HeldPort.at(new InetSocketAddress(LOOPBACK, port)).close();

        try (ServerSocket again = new ServerSocket(port, 1, LOOPBACK)) {
            assertThat(again.getLocalPort()).isEqualTo(port);
        }
    }

    @Test
    void whereSomebodyListensNothingIsHeld() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            assertThatThrownBy(() -> HeldPort.at(new InetSocketAddress(LOOPBACK, server.getLocalPort())))
                    .isInstanceOf(BindException.class);
        }
    }
}
