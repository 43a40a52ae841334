package io.rollcall.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for Ctrl-C or SIGTERM, and delays the end of the JVM until the command has ended in good order.
 *
 * <pre>{@code
 * try (Termination termination = Termination.expected(); Something open = …) {
 *     termination.await();
 * }
 * }</pre>
 *
 * <p>It must be the first resource, so that it is closed last.
 *
 * <p><em>Concurrency:</em> two latches. The JVM's shutdown thread opens the first and waits for the second; the
 * command's thread does the opposite. An interrupt of the command's thread has the effect of a signal.
 */
public final class Termination implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 20;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::requestAndWait, "rollcall-termination");

    private Termination() {}

    /** From now on a signal ends the JVM only when this is closed, or after {@value #TIMEOUT_SECONDS} s. */
    public static Termination expected() {
        Termination termination = new Termination();
        Runtime.getRuntime().addShutdownHook(termination.hook);
        return termination;
    }

    /** Waits until the command has to end. */
    public void await() {
        try {
            requested.await();
        } catch (InterruptedException e) {
            requested.countDown();
        }
    }

    /** Whether the command has to end. */
    public boolean isRequested() {
        return requested.getCount() == 0;
    }

    /** Lets the JVM end. */
    @Override
    public void close() {
        ended.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is shutting down already: the hook runs and does not have to wait.
        }
    }

    private void requestAndWait() {
        requested.countDown();
        try {
            ended.await(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
