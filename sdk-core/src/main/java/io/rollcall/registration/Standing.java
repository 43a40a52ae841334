package io.rollcall.registration;

/** Where an instance that is kept registered stands. */
public enum Standing {
    /** The registry has not acknowledged it yet; it is being tried. */
    REGISTERING,
    /** The registry holds it, and its lease runs. */
    REGISTERED,
    /** The lease ran out or the registry forgot it; it is being registered again. */
    LOST,
    /** It wants no new traffic; it may be on its way to {@link #CLOSED}. */
    DRAINING,
    /** Over: the registry confirmed that it is gone, or never had it. */
    CLOSED,
    /** Over: the registry did not confirm the removal in time. */
    ABANDONED,
    /** Over: a newer process has registered the same id. */
    SUPERSEDED;

    /** Whether nothing more will become of it. */
    boolean isOver() {
        return switch (this) {
            case CLOSED, ABANDONED, SUPERSEDED -> true;
            case REGISTERING, REGISTERED, LOST, DRAINING -> false;
        };
    }
}
