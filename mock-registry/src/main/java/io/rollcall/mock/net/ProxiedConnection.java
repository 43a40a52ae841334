package io.rollcall.mock.net;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.function.Consumer;

/** One connection through the proxy: two sockets and what flows between them. Belongs to the proxy's thread. */
final class ProxiedConnection {
    private final SocketChannel client;
    private final SocketChannel server;
    private final ByteRelay up;
    private final ByteRelay down;
    private final SelectionKey clientKey;
    private final SelectionKey serverKey;
    private final Consumer<ProxiedConnection> ended;
    private boolean stalled;

    ProxiedConnection(
            SocketChannel client, InetSocketAddress target, Selector selector, Consumer<ProxiedConnection> ended)
            throws IOException {
        this.client = client;
        this.ended = ended;
        try {
            this.server = SocketChannel.open(target);
        } catch (IOException e) {
            closeHard(client);
            throw e;
        }
        this.up = new ByteRelay(client, server);
        this.down = new ByteRelay(server, client);
        this.clientKey = registered(client, selector);
        this.serverKey = registered(server, selector);
    }

    private SelectionKey registered(SocketChannel channel, Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Passes on what there is, unless it is stalled. */
    void move() {
        if (stalled) {
            return;
        }
        try {
            up.move();
            down.move();
            if (up.isOver() && down.isOver()) {
                client.close();
                server.close();
                ended.accept(this);
            } else {
                await();
            }
        } catch (IOException e) {
            reset();
        }
    }

    private void await() {
        clientKey.interestOps(up.wantsToRead() | down.wantsToWrite());
        serverKey.interestOps(down.wantsToRead() | up.wantsToWrite());
    }

    void stalled(boolean now) {
        stalled = now;
        if (now) {
            clientKey.interestOps(0);
            serverKey.interestOps(0);
        } else {
            move();
        }
    }

    /** Ends both sides with a reset. */
    void reset() {
        closeHard(client);
        closeHard(server);
        ended.accept(this);
    }

    private static void closeHard(SocketChannel channel) {
        try {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.close();
        } catch (IOException e) {
            // It is closed already, by the other side or by us.
        }
    }
}
