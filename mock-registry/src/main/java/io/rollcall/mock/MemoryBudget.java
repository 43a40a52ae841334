package io.rollcall.mock;

/**
 * How a registry divides its memory.
 *
 * @param instances the most bytes for registered instances
 * @param subscriptions the most bytes for the services that event streams name
 * @param unsent the most bytes of responses and events that clients have not read
 */
record MemoryBudget(long instances, long subscriptions, long unsent) {

    /** 40 %, 10 % and 15 % of the largest heap that this JVM may have. */
    static MemoryBudget ofHeap() {
        long heap = Runtime.getRuntime().maxMemory();
        return new MemoryBudget(heap / 10 * 4, heap / 10, heap / 100 * 15);
    }

    /** The most bytes of requests that are not complete. */
    long unfinished() {
        return unsent / 2;
    }
}
