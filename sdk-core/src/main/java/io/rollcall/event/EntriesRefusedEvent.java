package io.rollcall.event;

/**
 * The registry listed entries that are not legal instances; they were dropped.
 *
 * @param service the service
 * @param count the number of entries dropped from one response
 * @since 0.1
 */
public record EntriesRefusedEvent(String service, int count) {}
