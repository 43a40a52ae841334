package io.rollcall.registration;

import java.util.concurrent.atomic.LongAdder;

/** What happened so far, over all registrations of a registrar. Threadsafe. */
public final class Tally {
    private final LongAdder registrations = new LongAdder();
    private final LongAdder heartbeats = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder lateBeats = new LongAdder();
    private final LongAdder brokenTasks = new LongAdder();

    Tally() {}

    void succeeded(Message.Kind kind) {
        switch (kind) {
            case REGISTER -> registrations.increment();
            case RENEW -> heartbeats.increment();
            case DEREGISTER, NOTHING -> {}
        }
    }

    void failed() {
        failures.increment();
    }

    void late() {
        lateBeats.increment();
    }

    void broken() {
        brokenTasks.increment();
    }

    /** Acknowledged registrations, first ones and repeated ones. */
    public long registrations() {
        return registrations.sum();
    }

    /** Acknowledged renewals. */
    public long heartbeats() {
        return heartbeats.sum();
    }

    /** Messages of any kind that failed. */
    public long failures() {
        return failures.sum();
    }

    /** Messages that the watchdog found overdue by more than a third of the TTL. */
    public long lateBeats() {
        return lateBeats.sum();
    }

    /** Tasks that ended with an exception that nobody expected, and were run again. */
    public long brokenTasks() {
        return brokenTasks.sum();
    }
}
