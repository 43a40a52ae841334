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
 * Meters with common tags that are removed together.
 *
 * <p><b>Concurrency.</b> Threadsafe. The set of created meters is its own lock. A meter created after {@link #remove}
 * is removed again at once, so that a late event leaves none behind.
 */
final class MeterGroup {
    /** Bucket bounds of the histograms: from a call within a rack to the longest wait of a user. */
    private static final Duration[] BOUNDS = {
        Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5),
        Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50),
        Duration.ofMillis(100), Duration.ofMillis(250), Duration.ofMillis(500),
        Duration.ofSeconds(1), Duration.ofMillis(2_500), Duration.ofSeconds(5),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry registry;
    private final Tags tags;
    private final Set<Meter> created = new HashSet<>();
    private boolean removed;

    MeterGroup(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = registry;
        this.tags = Tags.of(tags);
    }

    /** A new group with an additional tag. */
    MeterGroup with(String key, String value) {
        return new MeterGroup(registry, tags.and(key, value));
    }

    /** A counter whose base unit is the last word of its name. */
    Counter counter(String name, String description, String... more) {
        return added(Counter.builder(name)
                .description(description)
                .baseUnit(name.substring(name.lastIndexOf('.') + 1))
                .tags(tags.and(more))
                .register(registry));
    }

    /** A timer with a histogram, so that quantiles can be aggregated over processes. */
    Timer timer(String name, String description, String... more) {
        return added(Timer.builder(name)
                .description(description)
                .serviceLevelObjectives(BOUNDS)
                .tags(tags.and(more))
                .register(registry));
    }

    <T> Meter gauge(String name, String description, T of, ToDoubleFunction<T> value, String... more) {
        return added(Gauge.builder(name, of, value)
                .description(description)
                .tags(tags.and(more))
                .strongReference(true)
                .register(registry));
    }

    <T> Meter seconds(String name, String description, T of, ToDoubleFunction<T> seconds) {
        return added(TimeGauge.builder(name, of, TimeUnit.SECONDS, seconds)
                .description(description)
                .tags(tags)
                .strongReference(true)
                .register(registry));
    }

    private <M extends Meter> M added(M meter) {
        synchronized (created) {
            if (removed) {
                registry.remove(meter);
            } else {
                created.add(meter);
            }
        }
        return meter;
    }

    void remove(Meter meter) {
        synchronized (created) {
            created.remove(meter);
        }
        registry.remove(meter);
    }

    void remove() {
        synchronized (created) {
            removed = true;
            created.forEach(registry::remove);
            created.clear();
        }
    }
}
