package io.rollcall.event;

/**
 * Entries of the registry were dropped because they are not legal instances.
 *
 * @param service whose entries
 * @param count how many of one response
 * @since 0.1
 */
public record EntriesRefusedEvent(String service, int count) {}
