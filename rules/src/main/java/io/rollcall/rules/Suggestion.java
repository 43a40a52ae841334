package io.rollcall.rules;

import java.util.Collection;
import java.util.Comparator;

/** "Did you mean": the known word that is nearest to one that is not. */
final class Suggestion {
    private Suggestion() {}

    /** {@code "; did you mean …?"}, or nothing if no word is near. */
    static String of(String word, Collection<String> known) {
        if (word.length() > 64) {
            return "";
        }
        return known.stream()
                .filter(other -> distance(word, other) <= Math.max(1, Math.min(3, other.length() / 3)))
                .min(Comparator.comparingInt((String other) -> distance(word, other))
                        .thenComparing(Comparator.naturalOrder()))
                .map(other -> "; did you mean " + other + "?")
                .orElse("");
    }

    /** Letters to insert, delete, replace or swap, whatever their case (optimal string alignment). */
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                d[i][j] = i == 0 ? j : j == 0 ? i : step(d, a, b, i, j);
            }
        }
        return d[a.length()][b.length()];
    }

    private static int step(int[][] d, String a, String b, int i, int j) {
        int replaced = d[i - 1][j - 1] + (same(a, i - 1, b, j - 1) ? 0 : 1);
        int best = Math.min(replaced, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && same(a, i - 1, b, j - 2) && same(a, i - 2, b, j - 1);
        return swapped ? Math.min(best, d[i - 2][j - 2] + 1) : best;
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
    }
}
