package io.rollcall.internal.health;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of all checks of a process and of its registrations: one for each check, at most {@value #SHARED}, which
 * they share; and one more for each check that hangs, at most {@value #HUNG}, so that a database that does not respond
 * delays no other check. Idle threads end.
 *
 * <p><b>Concurrency.</b> Threadsafe. This object's monitor guards the counts and the pool's size, which follows from
 * them.
 */
public final class HealthCheckPool implements HealthCheckExecutor, AutoCloseable {
    static final int SHARED = 4;
    static final int HUNG = 28;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor pool;
    private int checks;
    private int hung;

    /** @param factory creates daemon threads */
    public HealthCheckPool(ThreadFactory factory) {
        pool = new ThreadPoolExecutor(1, 1, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable run) {
        pool.execute(run);
    }

    @Override
    public synchronized void addChecks(int more) {
        checks += more;
        resize();
    }

    @Override
    public synchronized void removeChecks(int fewer) {
        checks -= fewer;
        resize();
    }

    @Override
    public synchronized void reserveThread() {
        hung++;
        resize();
    }

    @Override
    public synchronized void releaseThread() {
        hung--;
        resize();
    }

    /** The order of the two setters matters: the pool rejects a core size above its maximum. */
    private void resize() {
        int size = Math.max(1, Math.min(checks, SHARED)) + Math.min(hung, HUNG);
        if (size > pool.getMaximumPoolSize()) {
            pool.setMaximumPoolSize(size);
            pool.setCorePoolSize(size);
        } else {
            pool.setCorePoolSize(size);
            pool.setMaximumPoolSize(size);
        }
    }

    /** Interrupts running checks, and runs no more. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
