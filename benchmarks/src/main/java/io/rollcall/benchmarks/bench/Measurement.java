package io.rollcall.benchmarks.bench;

/** Time and heap of one operation. */
record Measurement(double nsPerOp, double bytesPerOp) {
    static final Measurement NONE = new Measurement(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** The lesser figures of both: noise only ever adds. */
    Measurement best(Measurement other) {
        return new Measurement(Math.min(nsPerOp, other.nsPerOp), Math.min(bytesPerOp, other.bytesPerOp));
    }
}
