package io.rollcall.loadbalancer.route;

import org.jspecify.annotations.Nullable;
import org.semver4j.Semver;
import org.semver4j.SemverException;
import org.semver4j.range.RangeList;
import org.semver4j.range.RangeListFactory;

/**
 * A range of versions by SemVer 2.0, written as npm does: {@code 2.x}, {@code >=1.4 <2}, {@code ~1.4.2}, {@code 1.x ||
 * 3.x}. A pre-release belongs to the range that its numbers are in. Immutable and threadsafe.
 */
public final class VersionRange {
    private final String text;
    private final RangeList ranges;

    private VersionRange(String text, RangeList ranges) {
        this.text = text;
        this.ranges = ranges;
    }

    /**
     * Reads a range.
     *
     * @throws IllegalArgumentException if {@code text} is no range
     */
    public static VersionRange parse(String text) {
        try {
            RangeList ranges = RangeListFactory.create(text, true);
            if (!text.isBlank() && !ranges.get().isEmpty()) {
                return new VersionRange(text, ranges);
            }
        } catch (SemverException e) {
            throw illegal(text, e);
        }
        throw illegal(text, null);
    }

    /** Whether {@code version} is in the range. A version that is null or no SemVer is in none. */
    public boolean contains(@Nullable String version) {
        Semver parsed = version == null ? null : read(version);
        return parsed != null && parsed.satisfies(ranges);
    }

    /** Strictly where it is SemVer, so that a pre-release stays one; else "v2" and "1.4" are read as what they mean. */
    private static @Nullable Semver read(String version) {
        Semver exact = Semver.parse(version);
        return exact != null ? exact : Semver.coerce(version);
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
