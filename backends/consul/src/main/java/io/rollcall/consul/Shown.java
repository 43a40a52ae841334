package io.rollcall.consul;

/** Text from elsewhere, made fit for a log line: short, and without control characters. */
final class Shown {
    private static final int MAX = 300;

    private Shown() {}

    static String text(String from) {
        String line = from.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX ? line : line.substring(0, MAX) + "…";
    }
}
