package io.rollcall.loadbalancer.route;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;
import org.semver4j.SemverException;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/**
 * A range of versions by SemVer 2.0, written as npm does: {@code 2.x}, {@code >=1.4 <2}, {@code ~1.4.2}, {@code ^1.4},
 * {@code 1.2 - 1.4}, {@code 1.x || 3.x}, {@code *}. A pre-release belongs to the range that its numbers are in, so
 * {@code 2.0.0-rc.1} is in {@code 2.x} and not in {@code <2}. Immutable and threadsafe.
 *
 * @since 0.1
 */
public final class VersionRange {
    /** No readable range is longer; the parser's work grows with the length. */
    private static final int LONGEST = 256;

    private static final String NUMBER = "(?:0|[1-9]\\d{0,8})";
    private static final String WORDS = "[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*";
    private static final String TAIL = "(?:-" + WORDS + ")?(?:\\+" + WORDS + ")?";
    private static final String PARTIAL =
            "v?" + NUMBER + "(?:(?:\\." + NUMBER + "){2}" + TAIL + "|(?:\\.(?:[xX*]|" + NUMBER + ")){0,2})";
    private static final String COMPARATOR = "(?:[*xX]|(?:>=?|<=?|=|~>?|\\^)?\\s*" + PARTIAL + ")";

    /** The library ignores words that it does not know; here each must be known. */
    private static final Pattern ALTERNATIVE = Pattern.compile(
            "\\s*(?:" + PARTIAL + "\\s+-\\s+" + PARTIAL + "|" + COMPARATOR + "(?:\\s+" + COMPARATOR + ")*)\\s*");

    private static final Pattern ANY = Pattern.compile("\\s*[xX]\\s*");
    private static final Pattern VERSION =
            Pattern.compile("v?(\\d{1,9})(?:\\.(\\d{1,9}))?(?:\\.(\\d{1,9}))?(" + TAIL + ")");

    private final String text;
    private final RangeList ranges;

    private VersionRange(String text, RangeList ranges) {
        this.text = text;
        this.ranges = ranges;
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if {@code text} is not a range, or is longer than 256 characters
     */
    public static VersionRange parse(String text) {
        if (text.length() > LONGEST) {
            throw illegal(text.substring(0, 32) + "…", null);
        }
        StringBuilder known = new StringBuilder();
        for (String alternative : text.split("\\|\\|", -1)) {
            if (!ALTERNATIVE.matcher(alternative).matches()) {
                throw illegal(text, null);
            }
            known.append(known.isEmpty() ? "" : " || ")
                    .append(ANY.matcher(alternative).matches() ? "*" : alternative.strip());
        }
        try {
            return new VersionRange(text, RangeListFactory.create(known.toString(), true));
        } catch (SemverException e) {
            throw illegal(text, e);
        }
    }

    /**
     * Whether {@code version} is in the range. {@code v2} and {@code 1.4} are read as 2.0.0 and 1.4.0; a version that
     * is null or not SemVer is in no range.
     */
    public boolean contains(@Nullable String version) {
        Semver parsed = version == null || version.length() > LONGEST ? null : read(version);
        return parsed != null && parsed.satisfies(ranges);
    }

    private static @Nullable Semver read(String version) {
        Matcher parts = VERSION.matcher(version);
        return parts.matches()
                ? Semver.parse(number(parts.group(1)) + "." + number(parts.group(2)) + "." + number(parts.group(3))
                        + parts.group(4))
                : null;
    }

    /** Without leading zeros, which SemVer forbids and calendar versions use. */
    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    private static IllegalArgumentException illegal(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "version: \"" + text + "\" (expected: a SemVer range such as 2.x, >=1.4 <2 or 1.4.2)", cause);
    }

    @Override
    public String toString() {
        return text;
    }
}
