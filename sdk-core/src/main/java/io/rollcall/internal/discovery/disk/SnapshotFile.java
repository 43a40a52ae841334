package io.rollcall.internal.discovery.disk;

import io.rollcall.registry.ServiceView;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file of one service: read once, and written when the service changes, at most once a second, by an executor that
 * runs one task at a time.
 *
 * <p><em>Concurrency:</em> guarded by this object's monitor, which is never held while the disk is touched.
 */
public final class SnapshotFile {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final SnapshotDirectory directory;
    private final String service;
    private final TimeSource time;
    private final ScheduledExecutorService scheduler;
    private final Executor disk;
    private @Nullable ServiceView waiting;
    private @Nullable ServiceView written;
    private long writtenNanos;
    private boolean scheduled;

    /** @param disk runs one task at a time; it may block */
    public SnapshotFile(
            SnapshotDirectory directory,
            String service,
            TimeSource time,
            ScheduledExecutorService scheduler,
            Executor disk) {
        this.directory = directory;
        this.service = service;
        this.time = time;
        this.scheduler = scheduler;
        this.disk = disk;
        this.writtenNanos = time.nanoTime() - BETWEEN.toNanos();
    }

    /** Reads the file, elsewhere, and tells {@code found}: null if there is nothing of use. */
    public void read(Consumer<@Nullable StoredView> found) {
        try {
            disk.execute(() -> found.accept(directory.read(service).orElse(null)));
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: nothing of {} is read.", service, e);
            found.accept(null);
        }
    }

    /** Keeps {@code view}, soon, unless that is there already and not old. */
    public void keep(ServiceView view) {
        long delay;
        synchronized (this) {
            long since = time.nanoTime() - writtenNanos;
            if (isSame(view, written) && since < directory.renewal().toNanos()) {
                return;
            }
            waiting = view;
            if (scheduled) {
                return;
            }
            scheduled = true;
            delay = Math.max(0, BETWEEN.toNanos() - since);
        }
        try {
            if (delay == 0) {
                submit();
            } else {
                scheduler.schedule(this::submit, delay, TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("The scheduler is closed: {} is not written.", service, e);
        }
    }

    /** Writes at once what waits to be written. */
    public void flush() {
        synchronized (this) {
            if (waiting == null) {
                return;
            }
        }
        submit();
    }

    private static boolean isSame(ServiceView view, @Nullable ServiceView other) {
        return other != null && !view.supersedes(other) && !other.supersedes(view);
    }

    private void submit() {
        try {
            disk.execute(this::write);
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: {} is not written.", service, e);
        }
    }

    private void write() {
        ServiceView view;
        synchronized (this) {
            view = waiting;
            scheduled = false;
            if (view == null) {
                return;
            }
            waiting = null;
            written = view;
            writtenNanos = time.nanoTime();
        }
        if (!directory.write(view)) {
            synchronized (this) {
                written = null;
            }
        }
    }
}
