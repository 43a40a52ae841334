package io.rollcall.benchmarks.bench;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * One figure, as it is printed.
 *
 * @param name what was measured
 * @param n how many instances there were
 * @param threads how many threads called at once
 * @param nsPerOp nanoseconds per operation and thread, of the best iteration
 * @param bytesPerOp heap that one operation allocates; for {@code heap/…}, that one instance holds
 * @param baseline what it is compared with, or null
 * @param ratio its time over the baseline's in the same run, or null
 * @param peer the library that was measured, left out for our own
 */
@JsonPropertyOrder({"name", "n", "threads", "nsPerOp", "bytesPerOp", "baseline", "ratio", "peer"})
record Row(
        String name,
        int n,
        int threads,
        double nsPerOp,
        double bytesPerOp,
        @Nullable String baseline,
        @Nullable Double ratio,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String peer) {}
