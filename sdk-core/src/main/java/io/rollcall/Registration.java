package io.rollcall;

import java.time.Duration;

/** Placeholder until the registration loop is merged. */
public interface Registration extends AutoCloseable {
    /** Waits. */
    void awaitUp(Duration timeout);

    @Override
    void close();
}
