package io.rollcall.internal.discovery;

import io.rollcall.internal.discovery.disk.SnapshotFile;
import io.rollcall.internal.discovery.disk.StoredView;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot of one service that an earlier run stored, as a fallback for a failed first look-up; and the place where
 * this run stores its own.
 *
 * <p><em>Concurrency:</em> guarded by this object's monitor, which is never held while foreign code runs.
 */
final class StoredSnapshot {
    private final @Nullable SnapshotFile file;
    private boolean reading;
    private @Nullable StoredView stored;
    private @Nullable RegistryException failure;

    /** @param file null if snapshots are not stored */
    StoredSnapshot(@Nullable SnapshotFile file) {
        this.file = file;
    }

    /**
     * Reads the file in the background.
     *
     * @param onLateFailure receives the look-up's failure if that came while the file was still being read
     */
    void read(Consumer<RegistryException> onLateFailure) {
        if (file == null) {
            return;
        }
        synchronized (this) {
            reading = true;
        }
        file.read(found -> {
            RegistryException earlier;
            synchronized (this) {
                reading = false;
                stored = found;
                earlier = failure;
            }
            if (earlier != null) {
                onLateFailure.accept(earlier);
            }
        });
    }

    /** Whether the file is still being read; {@code lookupFailure} is reported again when that has ended. */
    synchronized boolean isPending(RegistryException lookupFailure) {
        failure = lookupFailure;
        return reading;
    }

    /** Returns the stored view once, null afterwards. */
    synchronized @Nullable StoredView take() {
        StoredView taken = stored;
        stored = null;
        return taken;
    }

    /** Stores {@code view} for the next run. */
    void save(ServiceView view) {
        if (file != null) {
            file.save(view);
        }
    }

    /** Writes what is still waiting to be written. */
    void flush() {
        if (file != null) {
            file.flush();
        }
    }
}
