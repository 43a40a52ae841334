package io.rollcall.benchmarks.measure;

import java.util.List;
import java.util.function.Consumer;

/** An experiment. */
interface Experiment {

    /** Its name. */
    String name();

    /** Runs it, and reports its progress. */
    List<MeasuredValue> run(Consumer<String> progress) throws Exception;
}
