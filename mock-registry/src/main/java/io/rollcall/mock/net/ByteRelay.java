package io.rollcall.mock.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Bytes from one socket to another. An end of the one ends the other's output. Belongs to the proxy's thread. */
final class ByteRelay {
    private static final int BUFFER = 16 * 1024;

    private final SocketChannel from;
    private final SocketChannel to;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private boolean ended;
    private boolean passedOn;

    ByteRelay(SocketChannel from, SocketChannel to) {
        this.from = from;
        this.to = to;
    }

    void move() throws IOException {
        while (!ended || bytes.hasRemaining()) {
            if (bytes.hasRemaining() && to.write(bytes) == 0) {
                return;
            }
            if (!bytes.hasRemaining() && !ended && read() == 0) {
                return;
            }
        }
        if (!passedOn) {
            passedOn = true;
            to.shutdownOutput();
        }
    }

    private int read() throws IOException {
        bytes.clear();
        int read = from.read(bytes);
        bytes.flip();
        ended = read < 0;
        return read;
    }

    boolean isOver() {
        return passedOn;
    }

    int wantsToRead() {
        return ended || bytes.hasRemaining() ? 0 : SelectionKey.OP_READ;
    }

    int wantsToWrite() {
        return bytes.hasRemaining() ? SelectionKey.OP_WRITE : 0;
    }
}
