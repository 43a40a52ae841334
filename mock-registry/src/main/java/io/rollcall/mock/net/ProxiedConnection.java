package io.rollcall.mock.net;

import io.rollcall.mock.clock.RegistryClock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** One connection through the proxy: two sockets and a relay in each direction. Confined to the proxy's thread. */
final class ProxiedConnection {
    private static final RegistryClock CLOCK = RegistryClock.system();

    private final SocketChannel client;
    private final SocketChannel server;
    private final ByteRelay toServer;
    private final ByteRelay toClient;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final Consumer<ProxiedConnection> onEnd;
    private boolean stalled;
    private long lastTransferNanos;

    ProxiedConnection(
            SocketChannel client, InetSocketAddress target, Selector selector, Consumer<ProxiedConnection> onEnd)
            throws IOException {
        this.client = client;
        this.onEnd = onEnd;
        try {
            this.server = SocketChannel.open(target);
        } catch (IOException e) {
            closeHard(client);
            throw e;
        }
        this.toServer = new ByteRelay(client, server);
        this.toClient = new ByteRelay(server, client);
        this.clientKey = register(client, selector);
        this.serverKey = register(server, selector);
        this.lastTransferNanos = CLOCK.nanos();
    }

    private SelectionKey register(SocketChannel channel, Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Transfers what can be read and written now, unless it is stalled. */
    void transfer() {
        if (stalled) {
            return;
        }
        lastTransferNanos = CLOCK.nanos();
        try {
            toServer.transfer();
            toClient.transfer();
            if (toServer.isFinished() && toClient.isFinished()) {
                client.close();
                server.close();
                onEnd.accept(this);
            } else {
                updateInterest();
            }
        } catch (IOException e) {
            reset();
        }
    }

    private void updateInterest() {
        clientKey.interestOps(toServer.readInterest() | toClient.writeInterest());
        serverKey.interestOps(toClient.readInterest() | toServer.writeInterest());
    }

    void setStalled(boolean stall) {
        stalled = stall;
        if (stall) {
            clientKey.interestOps(0);
            serverKey.interestOps(0);
        } else {
            transfer();
        }
    }

    /** Closes both sockets in good order if nothing was transferred for {@code idleNanos}. */
    void closeIfIdle(long idleNanos) {
        if (stalled || CLOCK.nanos() - lastTransferNanos < idleNanos) {
            return;
        }
        try {
            client.close();
            server.close();
            onEnd.accept(this);
        } catch (IOException e) {
            reset();
        }
    }

    /** Closes both sockets with a reset. */
    void reset() {
        closeHard(client);
        closeHard(server);
        onEnd.accept(this);
    }

    private static void closeHard(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            // It is closed already.
        }
    }
}
