package io.rollcall.mock.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;

/** Copies bytes from one socket to another, and the end of input too. Confined to the proxy's thread. */
final class ByteRelay {
    private static final int BUFFER = 16 * 1024;

    private final SocketChannel from;
    private final SocketChannel to;
    private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
    private boolean inputEnded;
    private boolean finished;

    ByteRelay(SocketChannel from, SocketChannel to) {
        this.from = from;
        this.to = to;
    }

    void transfer() throws IOException {
        while (!inputEnded || bytes.hasRemaining()) {
            if (bytes.hasRemaining() && to.write(bytes) == 0) {
                return;
            }
            if (!bytes.hasRemaining() && !inputEnded && read() == 0) {
                return;
            }
        }
        if (!finished) {
            finished = true;
            to.shutdownOutput();
        }
    }

    private int read() throws IOException {
        bytes.clear();
        int read = from.read(bytes);
        bytes.flip();
        inputEnded = read < 0;
        return read;
    }

    boolean isFinished() {
        return finished;
    }

    int readInterest() {
        return inputEnded || bytes.hasRemaining() ? 0 : SelectionKey.OP_READ;
    }

    int writeInterest() {
        return bytes.hasRemaining() ? SelectionKey.OP_WRITE : 0;
    }
}
