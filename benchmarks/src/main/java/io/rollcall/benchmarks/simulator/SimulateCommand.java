package io.rollcall.benchmarks.simulator;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Plays scenarios. */
@Command(name = "simulate")
public final class SimulateCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return 0;
    }
}
