package io.rollcall.internal.discovery.disk;

import io.rollcall.registry.ServiceView;
import java.time.Duration;

/**
 * A view that an earlier run wrote.
 *
 * @param view as the registry told it then, without a validator
 * @param age how long ago it was written, by the wall clock; never negative
 */
public record StoredView(ServiceView view, Duration age) {}
