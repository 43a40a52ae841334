package io.rollcall.rules;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them ({@code 10s}, {@code 500ms}, {@code 1m30s}, {@code 1.5s}) or as ISO 8601. */
final class Durations {
    static final String RULE = "a duration such as 500ms, 10s, 1m30s or PT10S, at most 24h";

    private static final Duration MOST = Duration.ofHours(24);
    private static final Pattern WRITTEN = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?(?:ms|s|m|h))+");
    private static final Pattern PART = Pattern.compile("(\\d+)(?:\\.(\\d+))?(ms|s|m|h)");
    private static final Map<String, LongFunction<Duration>> UNITS = Map.of(
            "ms", Duration::ofMillis,
            "s", Duration::ofSeconds,
            "m", Duration::ofMinutes,
            "h", Duration::ofHours);

    private Durations() {}

    /** Empty if {@code text} is none, or not from 0 to 24 hours. */
    static Optional<Duration> parse(String text) {
        return read(text).filter(d -> !d.isNegative() && d.compareTo(MOST) <= 0);
    }

    private static Optional<Duration> read(String text) {
        if (text.length() <= 40 && WRITTEN.matcher(text).matches()) {
            return Optional.of(sum(PART.matcher(text)));
        }
        try {
            return text.startsWith("P") ? Optional.of(Duration.parse(text)) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Duration sum(Matcher part) {
        Duration sum = Duration.ZERO;
        while (part.find()) {
            LongFunction<Duration> unit = UNITS.getOrDefault(part.group(3), Duration::ofSeconds);
            sum = sum.plus(unit.apply(Long.parseLong(part.group(1))));
            if (part.group(2) != null) {
                double fraction = Double.parseDouble("0." + part.group(2));
                sum = sum.plusNanos(Math.round(unit.apply(1).toNanos() * fraction));
            }
        }
        return sum;
    }
}
