package io.rollcall.internal.lease;

import io.rollcall.internal.health.Health;

/** Whom instances are registered for who has no health checks and does not listen. */
record Unheard(LeaseLoop<Unheard> lease) implements Registrant {

    @Override
    public Health health() {
        return Health.UNCHECKED;
    }

    @Override
    public void moved(Standing before, Standing after) {}

    @Override
    public void judged(Health health) {}
}
