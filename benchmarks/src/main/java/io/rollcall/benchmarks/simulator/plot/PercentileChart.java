package io.rollcall.benchmarks.simulator.plot;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One row per strategy, with a dot for each percentile, on a logarithmic axis: tails differ by factors of a thousand.
 */
final class PercentileChart {
    private static final int WIDTH = 760;
    private static final int LEFT = 190;
    private static final int RIGHT = 50;
    private static final int TOP = 78;
    private static final int ROW = 44;
    private static final int BOTTOM = 40;
    private static final int LEGEND = 110;

    private PercentileChart() {}

    /**
     * Draws the chart.
     *
     * @param rows by strategy: values in milliseconds, above 0, by percentile
     */
    static String of(String title, Map<String, Map<String, Double>> rows) {
        int height = TOP + ROW * rows.size() + BOTTOM;
        double least = Math.pow(10, Math.floor(Math.log10(extreme(rows, false))));
        double most = Math.pow(10, Math.ceil(Math.log10(extreme(rows, true))));
        Svg svg = new Svg(WIDTH, height, title);
        svg.text(24, 26, "start", "text", title);
        for (double value = least; value <= most * 1.001; value *= 10) {
            double x = x(value, least, most);
            svg.grid(x, TOP - 10, x, height - BOTTOM);
            svg.text(x, height - BOTTOM + 18, "middle", "soft", Scale.label(value) + " ms");
        }
        List<String> percentiles =
                new ArrayList<>(rows.values().iterator().next().keySet());
        for (int i = 0; i < percentiles.size(); i++) {
            svg.dot(i, LEFT + i * LEGEND, 46);
            svg.text(LEFT + i * LEGEND + 12, 51, "start", "text", percentiles.get(i));
        }
        int row = 0;
        for (Map.Entry<String, Map<String, Double>> one : rows.entrySet()) {
            row(svg, one.getKey(), List.copyOf(one.getValue().values()), TOP + ROW * (row++ + 0.6), least, most);
        }
        return svg.end();
    }

    private static void row(Svg svg, String name, List<Double> values, double y, double least, double most) {
        svg.text(LEFT - 24, y + 5, "end", "text", name);
        svg.grid(LEFT, y, WIDTH - RIGHT, y);
        for (int i = 0; i < values.size(); i++) {
            double x = x(values.get(i), least, most);
            svg.dot(i, x, y);
            // Neighbours are often close: one label above, the next below.
            svg.text(x, i % 2 == 0 ? y - 10 : y + 19, "middle", "soft", Scale.label(values.get(i)));
        }
    }

    private static double extreme(Map<String, Map<String, Double>> rows, boolean most) {
        var values =
                rows.values().stream().flatMap(row -> row.values().stream()).mapToDouble(Double::doubleValue);
        return (most ? values.max() : values.min()).orElse(1);
    }

    private static double x(double value, double least, double most) {
        return LEFT + Math.log(value / least) / Math.log(most / least) * (WIDTH - LEFT - RIGHT);
    }
}
