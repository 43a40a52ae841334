package io.rollcall.registration;

import io.rollcall.health.monitor.Health;

/**
 * Whom an instance is kept registered for. Events come in order and one at a time, from whichever thread found them; an
 * exception is logged, and nothing else waits for it.
 */
public interface Registrant {

    /** What the health checks of the instance say now. Asked for under locks: it must not block. */
    Health health();

    /** The instance went from one standing to another. */
    void moved(Standing before, Standing after);

    /** The health checks' verdict is another than before, and matters. */
    void judged(Health health);
}
