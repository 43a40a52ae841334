package io.rollcall.mock.internal.store;

/**
 * How much a store takes.
 *
 * @param instances the most instances of all services together
 * @param bytes the most memory for them
 * @param serviceBytes the most bytes of one service's list as JSON
 */
public record StoreLimits(int instances, long bytes, long serviceBytes) {
    /**
     * Below the 32 MiB that clients read at most, and low enough for a small heap, which needs a list several times
     * over while it is rendered.
     */
    private static final long MAX_SERVICE_BYTES = 24L << 20;

    private static final int HEAP_SHARE_OF_SERVICE = 24;

    /** This many instances, and as many bytes for them; a service has at most 24 MiB. */
    public static StoreLimits of(int instances, long bytes) {
        long heapShare = Runtime.getRuntime().maxMemory() / HEAP_SHARE_OF_SERVICE;
        return new StoreLimits(instances, bytes, Math.min(MAX_SERVICE_BYTES, heapShare));
    }

    /** This many instances, whatever they take. */
    public static StoreLimits ofInstances(int instances) {
        return new StoreLimits(instances, Long.MAX_VALUE, Long.MAX_VALUE);
    }
}
