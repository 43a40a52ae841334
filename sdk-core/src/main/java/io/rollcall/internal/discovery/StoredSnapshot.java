package io.rollcall.internal.discovery;

import io.rollcall.internal.discovery.disk.SnapshotFile;
import io.rollcall.internal.discovery.disk.StoredView;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an earlier run left of one service, for when the registry does not answer the first look-up; and where this run
 * leaves what it knows.
 *
 * <p><em>Concurrency:</em> guarded by this object's monitor, which is never held while others' code runs.
 */
final class StoredSnapshot {
    private final @Nullable SnapshotFile file;
    private boolean reading;
    private @Nullable StoredView left;
    private @Nullable RegistryException failure;

    /** @param file null if nothing is kept */
    StoredSnapshot(@Nullable SnapshotFile file) {
        this.file = file;
    }

    /** @param afterAll gets the look-up's failure if it came while the disk was still being read */
    void read(Consumer<RegistryException> afterAll) {
        if (file == null) {
            return;
        }
        synchronized (this) {
            reading = true;
        }
        file.read(found -> {
            RegistryException before;
            synchronized (this) {
                reading = false;
                left = found;
                before = failure;
            }
            if (before != null) {
                afterAll.accept(before);
            }
        });
    }

    /** Whether the disk is still being read, so that {@code lookUp} is not the last word. */
    synchronized boolean isComing(RegistryException lookUp) {
        failure = lookUp;
        return reading;
    }

    /** What was left, once. */
    synchronized @Nullable StoredView take() {
        StoredView taken = left;
        left = null;
        return taken;
    }

    /** For the next run. */
    void keep(ServiceView view) {
        if (file != null) {
            file.keep(view);
        }
    }

    /** Leaves nothing unwritten. */
    void flush() {
        if (file != null) {
            file.flush();
        }
    }
}
