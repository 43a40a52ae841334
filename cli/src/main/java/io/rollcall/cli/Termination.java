package io.rollcall.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for Ctrl-C or SIGTERM, and gives the command time to end in good order before the JVM does.
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
 * command's thread does the opposite. An interrupt of the command's thread asks for the same as a signal.
 */
public final class Termination implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 20;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch tidy = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "rollcall-termination");

    private Termination() {}

    /** From now on a signal does not end the JVM before this is closed, or {@value #PATIENCE_SECONDS} s are over. */
    public static Termination expected() {
        Termination termination = new Termination();
        Runtime.getRuntime().addShutdownHook(termination.hook);
        return termination;
    }

    /** Waits until somebody wants the command to end. */
    public void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            asked.countDown();
        }
    }

    /** Whether somebody wants the command to end. */
    public boolean asked() {
        return asked.getCount() == 0;
    }

    /** Lets the JVM end. */
    @Override
    public void close() {
        tidy.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already: the hook runs, and finds that all is tidy.
        }
    }

    private void askAndWait() {
        asked.countDown();
        try {
            tidy.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
