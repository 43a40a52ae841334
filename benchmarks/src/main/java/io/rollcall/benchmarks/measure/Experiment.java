package io.rollcall.benchmarks.measure;

import java.util.List;
import java.util.function.Consumer;

/** Something that is done and measured. */
interface Experiment {

    /** Its name. */
    String name();

    /** Does it, and says how it goes. */
    List<Measurement> run(Consumer<String> progress) throws Exception;
}
