package io.rollcall.internal.discovery.disk;

import io.rollcall.registry.ServiceView;
import java.time.Duration;

/**
 * A view stored by an earlier run.
 *
 * @param view as the registry reported it then, without a validator
 * @param age how long ago it was written, by the wall clock; never negative
 */
public record StoredView(ServiceView view, Duration age) {}
