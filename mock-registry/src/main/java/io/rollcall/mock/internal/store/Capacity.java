package io.rollcall.mock.internal.store;

import io.rollcall.mock.instance.RefusedException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The room for instances, and how much of it is taken. Threadsafe; writers of different services meet here. */
final class Capacity {
    private final StoreLimits limits;
    private final AtomicInteger instances = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    Capacity(StoreLimits limits) {
        this.limits = limits;
    }

    /**
     * Takes room for one more instance.
     *
     * @throws RefusedException if there is none; then nothing was taken
     */
    void takeInstance() {
        if (instances.incrementAndGet() > limits.instances()) {
            instances.decrementAndGet();
            throw RefusedException.full(limits.instances());
        }
    }

    /**
     * Takes room for bytes, or returns some.
     *
     * @throws RefusedException if there is none; then nothing was taken
     */
    void takeBytes(long count) {
        if (bytes.addAndGet(count) > limits.bytes() && count > 0) {
            bytes.addAndGet(-count);
            throw RefusedException.outOfMemory(limits.bytes());
        }
    }

    /** @throws RefusedException if the list of a service would be too large */
    void checkService(String service, long json) {
        if (json > limits.serviceBytes()) {
            throw RefusedException.serviceFull(service, limits.serviceBytes());
        }
    }

    void returnInstances(int count, long memory) {
        instances.addAndGet(-count);
        bytes.addAndGet(-memory);
    }

    int instances() {
        return instances.get();
    }

    long bytes() {
        return bytes.get();
    }
}
