package io.rollcall.event;

/**
 * The push connection to the registry was established or lost.
 *
 * @param connected whether changes are pushed from now on; otherwise services are polled
 * @since 0.1
 */
public record WatchChangedEvent(boolean connected) {}
