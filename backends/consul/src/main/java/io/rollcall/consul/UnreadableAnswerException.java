package io.rollcall.consul;

import java.io.IOException;

/** An answer came, and it is not what Consul says. */
final class UnreadableAnswerException extends IOException {
    private static final long serialVersionUID = 1L;

    UnreadableAnswerException(String message) {
        super(message);
    }
}
