package io.rollcall.internal.health;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of all checks of a process and of its registrations: one for each check, {@value #SHARED} at most, which
 * they share; and besides one for each check that hangs, {@value #HUNG} at most, so that a database that does not
 * answer holds up the checks of nothing else. Idle threads end.
 *
 * <p><b>Concurrency.</b> Threadsafe. The counts are guarded by this object's monitor, and so is the pool's size, which
 * follows from them.
 */
public final class CheckPool implements CheckThreads, AutoCloseable {
    static final int SHARED = 4;
    static final int HUNG = 28;
    private static final Duration IDLE = Duration.ofSeconds(30);

    private final ThreadPoolExecutor pool;
    private int checks;
    private int hung;

    /** @param factory makes daemons */
    public CheckPool(ThreadFactory factory) {
        pool = new ThreadPoolExecutor(1, 1, IDLE.toSeconds(), TimeUnit.SECONDS, new LinkedBlockingQueue<>(), factory);
        pool.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable run) {
        pool.execute(run);
    }

    @Override
    public synchronized void added(int more) {
        checks += more;
        resize();
    }

    @Override
    public synchronized void removed(int fewer) {
        checks -= fewer;
        resize();
    }

    @Override
    public synchronized void hung() {
        hung++;
        resize();
    }

    @Override
    public synchronized void freed() {
        hung--;
        resize();
    }

    /** The pool refuses a core above its maximum, whichever of the two is set first. */
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

    /** Interrupts what runs, and runs nothing any more. */
    @Override
    public void close() {
        pool.shutdownNow();
    }
}
