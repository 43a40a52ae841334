package io.rollcall.loadbalancer;

import io.rollcall.model.ServiceInstance;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why a request would go where it would go, at one moment.
 *
 * @param service the service
 * @param revision of the snapshot
 * @param source how the snapshot came: {@code push}, {@code pull}, …
 * @param ageMillis how long ago the snapshot was received or confirmed
 * @param instances how many instances the snapshot has
 * @param stages what narrowed the choice, in order
 * @param strategy the strategy's name
 * @param candidates who was left, with the strategy's figures
 * @param choice who would be picked now, or null if nobody may
 */
public record Explanation(
        String service,
        long revision,
        String source,
        long ageMillis,
        int instances,
        List<Stage> stages,
        String strategy,
        List<Figure> candidates,
        @Nullable ServiceInstance choice) {

    public Explanation {
        stages = List.copyOf(stages);
        candidates = List.copyOf(candidates);
    }

    /**
     * One step of the pipeline.
     *
     * @param name what it asked for
     * @param in how many instances came in
     * @param out how many were left
     * @param leftOut who was left out, and why
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
     */
    public record LeftOut(String instance, String reason) {}

    /**
     * A candidate as the strategy sees it.
     *
     * @param instance its id
     * @param weight its weight now
     * @param figures the strategy's own words: {@code 2 in flight}
     */
    public record Figure(String instance, double weight, String figures) {}

    /** As one JSON object, for machines. */
    public String toJson() {
        return ExplanationJson.of(this);
    }

    /** As text for people: a line a stage. */
    @Override
    public String toString() {
        return ExplanationText.of(this);
    }
}
