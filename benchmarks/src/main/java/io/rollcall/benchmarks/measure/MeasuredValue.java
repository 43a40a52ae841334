package io.rollcall.benchmarks.measure;

import org.jspecify.annotations.Nullable;

/**
 * One measured value.
 *
 * @param experiment what was done
 * @param figure what was measured
 * @param value the value
 * @param unit its unit
 * @param most the target, its highest value; null if there is none
 * @param pass whether the value meets the target
 */
record MeasuredValue(
        String experiment,
        String figure,
        double value,
        String unit,
        @Nullable Double most,
        boolean pass) {

    static MeasuredValue reported(String experiment, String figure, double value, String unit) {
        return new MeasuredValue(experiment, figure, value, unit, null, true);
    }

    static MeasuredValue atMost(double most, String experiment, String figure, double value, String unit) {
        return new MeasuredValue(experiment, figure, value, unit, most, value <= most);
    }
}
