package io.rollcall.benchmarks.simulator.plot;

import java.util.Locale;

/** Writes an SVG image, shape by shape. Colours follow the reader's light or dark page. Not threadsafe. */
final class Svg {
    /** How many series have a colour of their own. */
    static final int COLOURS = 6;

    private static final String STYLE = """
            <style>
            svg{font:13px system-ui,sans-serif}
            .page{fill:#fff}.text{fill:#1f2937}.soft{fill:#6b7280}.grid{stroke:#e5e7eb}
            .s0{color:#2563eb}.s1{color:#d97706}.s2{color:#059669}.s3{color:#9333ea}.s4{color:#dc2626}.s5{color:#0891b2}
            .line{fill:none;stroke:currentColor;stroke-width:2;stroke-linejoin:round}.fill{fill:currentColor}
            @media(prefers-color-scheme:dark){
            .page{fill:#0d1117}.text{fill:#e5e7eb}.soft{fill:#9ca3af}.grid{stroke:#30363d}
            .s0{color:#60a5fa}.s1{color:#fbbf24}.s2{color:#34d399}.s3{color:#c084fc}.s4{color:#f87171}.s5{color:#22d3ee}}
            </style>
            """;

    private final StringBuilder body = new StringBuilder();

    Svg(int width, int height, String title) {
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">", width, height);
        add("<title>%s</title>", escaped(title));
        body.append(STYLE);
        add("<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"6\"/>", width, height);
    }

    Svg text(double x, double y, String anchor, String look, String text) {
        return add(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
                look, x, y, anchor, escaped(text));
    }

    Svg grid(double x1, double y1, double x2, double y2) {
        return add("<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>", x1, y1, x2, y2);
    }

    Svg dot(int series, double x, double y) {
        return add("<circle class=\"fill s%d\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>", series % COLOURS, x, y);
    }

    Svg swatch(int series, double x, double y) {
        return add(
                "<rect class=\"fill s%d\" x=\"%.1f\" y=\"%.1f\" width=\"12\" height=\"12\" rx=\"2\"/>",
                series % COLOURS, x, y);
    }

    /** A line through points given as {@code x,y x,y …}. */
    Svg line(int series, String points) {
        return add("<polyline class=\"line s%d\" points=\"%s\"/>", series % COLOURS, points);
    }

    String end() {
        return body + "</svg>\n";
    }

    private Svg add(String format, Object... values) {
        body.append(String.format(Locale.ROOT, format, values)).append('\n');
        return this;
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
