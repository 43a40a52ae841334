package io.rollcall.benchmarks.simulator.plot;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/** One line per series, over whole steps from 0 on. */
final class LineChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 340;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 72;
    private static final int BOTTOM = 44;
    private static final int TICKS = 5;
    private static final int LEGEND_GAP = 40;
    private static final double LETTER = 6.8;

    private LineChart() {}

    /**
     * Draws the chart.
     *
     * @param series values by name, in the order of the legend; at least one, none empty
     */
    static String of(String title, String axis, Map<String, List<Double>> series) {
        int steps = series.values().stream().mapToInt(List::size).max().orElse(1) - 1;
        double most = series.values().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(1);
        double top = Scale.roundedUp(most);
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        svg.text(LEFT, 26, "start", "text", title);
        for (int tick = 0; tick <= TICKS; tick++) {
            double value = top * tick / TICKS;
            svg.grid(LEFT, y(value, top), WIDTH - RIGHT, y(value, top));
            svg.text(LEFT - 8, y(value, top) + 4, "end", "soft", Scale.label(value));
            int step = (int) Math.round((double) steps * tick / TICKS);
            svg.text(x(step, steps), HEIGHT - BOTTOM + 20, "middle", "soft", Integer.toString(step));
        }
        svg.text(WIDTH - RIGHT, HEIGHT - 8, "end", "soft", axis);
        int index = 0;
        double legend = LEFT;
        for (Map.Entry<String, List<Double>> one : series.entrySet()) {
            svg.swatch(index, legend, 40);
            svg.text(legend + 18, 51, "start", "text", one.getKey());
            svg.line(index, points(one.getValue(), steps, top));
            legend += LEGEND_GAP + LETTER * one.getKey().length();
            index++;
        }
        return svg.end();
    }

    private static String points(List<Double> values, int steps, double top) {
        StringJoiner points = new StringJoiner(" ");
        for (int i = 0; i < values.size(); i++) {
            points.add(String.format(Locale.ROOT, "%.1f,%.1f", x(i, steps), y(values.get(i), top)));
        }
        return points.toString();
    }

    private static double x(int step, int steps) {
        return LEFT + (double) step / Math.max(1, steps) * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double top) {
        return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    }
}
