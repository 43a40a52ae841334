package io.rollcall.benchmarks.simulator.plot;

import io.rollcall.benchmarks.simulator.scenario.Curve;
import io.rollcall.benchmarks.simulator.scenario.Figure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The charts of one run: a percentile chart for each scenario that shows latencies, a line chart for each curve. */
public final class Plots {
    private static final String LATENCY = "p\\d[\\d.]* ms";

    private final Map<String, String> titles = new LinkedHashMap<>();
    private final Map<String, Map<String, Map<String, Double>>> latencies = new LinkedHashMap<>();
    private final Map<String, Map<String, List<Double>>> curves = new LinkedHashMap<>();
    private final Map<String, String> axes = new LinkedHashMap<>();

    /** Adds what one strategy showed in one scenario. */
    public void add(String scenario, String title, String strategy, List<Figure> figures, List<Curve> drawn) {
        for (Figure figure : figures) {
            if (figure.metric().matches(LATENCY)) {
                titles.put(scenario, scenario + ": latency, " + title);
                latencies
                        .computeIfAbsent(scenario, name -> new LinkedHashMap<>())
                        .computeIfAbsent(strategy, name -> new LinkedHashMap<>())
                        .put(figure.metric().replace(" ms", ""), figure.value());
            }
        }
        for (Curve curve : drawn) {
            String chart = scenario + ": " + curve.chart();
            axes.put(chart, curve.axis());
            curves.computeIfAbsent(chart, name -> new LinkedHashMap<>()).put(strategy, curve.values());
        }
    }

    /**
     * Writes each chart to a file in {@code folder}, which is made if need be, and returns the files.
     *
     * @throws IOException if that fails
     */
    public List<Path> write(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, Map<String, Map<String, Double>>> one : latencies.entrySet()) {
            String title = titles.getOrDefault(one.getKey(), one.getKey());
            files.add(Files.writeString(
                    folder.resolve(file(one.getKey() + " latency")), PercentileChart.of(title, one.getValue())));
        }
        for (Map.Entry<String, Map<String, List<Double>>> one : curves.entrySet()) {
            String axis = axes.getOrDefault(one.getKey(), "");
            files.add(Files.writeString(
                    folder.resolve(file(one.getKey())), LineChart.of(one.getKey(), axis, one.getValue())));
        }
        return files;
    }

    private static String file(String title) {
        return title.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".svg";
    }
}
