package io.rollcall.loadbalancer;

import io.rollcall.model.ServiceInstance;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a request would go where it would go, at one moment: for people as {@link #toString() text}, for machines as
 * {@link #toJson() JSON}. Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class Explanation {
    private final String service;
    private final long revision;
    private final String source;
    private final Duration age;
    private final int instances;
    private final List<Stage> stages;
    private final String strategy;
    private final List<Figure> candidates;
    private final @Nullable ServiceInstance choice;

    Explanation(Plan plan, List<Stage> stages, List<Figure> candidates, @Nullable ServiceInstance choice) {
        this.service = plan.snapshot().service();
        this.revision = plan.snapshot().revision();
        this.source = plan.snapshot().source().name().toLowerCase(Locale.ROOT);
        this.age = plan.snapshot().age();
        this.instances = plan.snapshot().instances().size();
        this.stages = List.copyOf(stages);
        this.strategy = plan.strategy().name();
        this.candidates = List.copyOf(candidates);
        this.choice = choice;
    }

    /** The service. */
    public String service() {
        return service;
    }

    /** The revision of the snapshot. */
    public long revision() {
        return revision;
    }

    /** How the snapshot was received: {@code push}, {@code pull}, … */
    public String source() {
        return source;
    }

    /** How long ago the snapshot was received or confirmed. */
    public Duration age() {
        return age;
    }

    /** How many instances the snapshot has. */
    public int instances() {
        return instances;
    }

    /** What narrowed the choice, in order. Unmodifiable. */
    public List<Stage> stages() {
        return stages;
    }

    /** The strategy's name. */
    public String strategy() {
        return strategy;
    }

    /** The candidates that were left, with the strategy's figures. Unmodifiable. */
    public List<Figure> candidates() {
        return candidates;
    }

    /** The instance that would be picked now, or null if there is none. */
    public @Nullable ServiceInstance choice() {
        return choice;
    }

    /** As one JSON object, for machines. */
    public String toJson() {
        return ExplanationJson.of(this);
    }

    /** As text for people: a line for each stage. */
    @Override
    public String toString() {
        return ExplanationText.of(this);
    }

    /**
     * One stage of the pipeline.
     *
     * @param name what it requires
     * @param in how many instances came in
     * @param out how many were left
     * @param leftOut which ones were left out, and why
     * @since 0.1
     */
    public record Stage(String name, int in, int out, List<LeftOut> leftOut) {

        public Stage {
            leftOut = List.copyOf(leftOut);
        }
    }

    /**
     * An instance that a stage left out.
     *
     * @param instance its id
     * @param reason why
     * @since 0.1
     */
    public record LeftOut(String instance, String reason) {}

    /**
     * A candidate as the strategy sees it.
     *
     * @param instance its id
     * @param weight its weight now
     * @param figures the strategy's own description: {@code 2 in flight}
     * @since 0.1
     */
    public record Figure(String instance, double weight, String figures) {}
}
