package io.rollcall.registry.support;

import java.io.IOException;

/** Content came from outside, and it is not what was agreed on. The message says why, and is fit for a log. */
public final class UnreadableException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message why, without a full stop */
    public UnreadableException(String message) {
        super(message);
    }
}
