package io.rollcall.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * Meters that have tags in common and go together.
 *
 * <p><b>Concurrency.</b> Threadsafe. What is made is guarded by the set of it; a meter that comes after {@link #remove}
 * is taken out again at once, so that a late event leaves nothing.
 */
final class MeterGroup {
    /** Bounds of the histograms: from a call in the same rack to the longest anyone waits. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5),
        Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
        Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
        Duration.ofSeconds(1), Duration.ofMillis(2_500), Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Tags tags;
    private final Set<Meter> made = new HashSet<>();
    private boolean removed;

    MeterGroup(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = registry;
        this.tags = Tags.of(tags);
    }

    /** Another group, with these tags besides. */
    MeterGroup with(String key, String value) {
        return new MeterGroup(registry, tags.and(key, value));
    }

    /** A counter of what the last word of its name says. */
    Counter counter(String name, String description, String... more) {
        return kept(Counter.builder(name)
                .description(description)
                .baseUnit(name.substring(name.lastIndexOf('.') + 1))
                .tags(tags.and(more))
                .register(registry));
    }

    /** A timer with a histogram, from which quantiles can be had over all processes. */
    Timer timer(String name, String description, String... more) {
        return kept(Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BOUNDS)
                .tags(tags.and(more))
                .register(registry));
    }

    <T> Meter gauge(String name, String description, T of, ToDoubleFunction<T> value, String... more) {
        return kept(Gauge.builder(name, of, value)
                .description(description)
                .tags(tags.and(more))
                .strongReference(true)
                .register(registry));
    }

    <T> Meter seconds(String name, String description, T of, ToDoubleFunction<T> seconds) {
        return kept(TimeGauge.builder(name, of, TimeUnit.SECONDS, seconds)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    private <M extends Meter> M kept(M meter) {
        synchronized (made) {
            if (removed) {
                registry.remove(meter);
            } else {
                made.add(meter);
            }
        }
        return meter;
    }

    void remove(Meter meter) {
        synchronized (made) {
            made.remove(meter);
        }
        registry.remove(meter);
    }

    void remove() {
        synchronized (made) {
            removed = true;
            made.forEach(registry::remove);
            made.clear();
        }
    }
}
