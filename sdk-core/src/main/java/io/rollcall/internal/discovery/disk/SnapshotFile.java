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
 * <p><em>Concurrency:</em> guarded by this object's monitor, which is never held during disk access.
 */
public final class SnapshotFile {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotFile.class);
    private static final Duration WRITE_INTERVAL = Duration.ofSeconds(1);

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
        this.writtenNanos = time.nanoTime() - WRITE_INTERVAL.toNanos();
    }

    /** Reads the file in the background and passes the result to {@code receiver}: null if there is none usable. */
    public void read(Consumer<@Nullable StoredView> receiver) {
        try {
            disk.execute(() -> receiver.accept(directory.read(service).orElse(null)));
        } catch (RejectedExecutionException e) {
            LOG.debug("The executor is closed: {} is not read from disk.", service, e);
            receiver.accept(null);
        }
    }

    /** Schedules {@code view} to be written, unless the same one was written recently. */
    public void save(ServiceView view) {
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
            delay = Math.max(0, WRITE_INTERVAL.toNanos() - since);
        }
        try {
            if (delay == 0) {
                submit();
            } else {
                scheduler.schedule(this::submit, delay, TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException e) {
            LOG.debug("The scheduler is closed: {} is not written to disk.", service, e);
        }
    }

    /** Writes a scheduled view at once. */
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
            LOG.debug("The executor is closed: {} is not written to disk.", service, e);
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
