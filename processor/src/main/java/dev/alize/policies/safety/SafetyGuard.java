package dev.alize.policies.safety;

import dev.alize.domain.Evidence;
import dev.alize.domain.Finding;
import dev.alize.domain.Verdict;
import dev.alize.policies.StreamGuard;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges an answer while it comes. The text is cut into short pieces behind words, wherever its parts end, so that how it
 * is parted does not matter. With each piece the pieces before it, about a paragraph, are judged again; a piece is
 * published once the piece behind it was judged too, so that at most {@link #HELD} units are held back and a passage
 * that becomes unsafe with its last words is stopped as a whole where it is no longer than that. The cost per unit is
 * that of {@link #WINDOW} times judging it once. Where nothing is to be blocked, nothing is held back.
 */
final class SafetyGuard implements StreamGuard {
    /** Units of a piece: cut behind the first word that ends here or later. */
    private static final int PIECE = 64;

    /** Units of a piece whose word does not end. */
    private static final int LONGEST_PIECE = 96;

    /** Pieces that are judged together: some 600 units, about what the model was trained to judge at a time. */
    private static final int WINDOW = 8;

    /** Units that can be held back: the piece that is not complete and the one before it. */
    static final int HELD = 2 * LONGEST_PIECE;

    private final SafetyFilter filter;
    private final List<String> pieces = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private double highest;
    private List<Finding> found = List.of();

    SafetyGuard(SafetyFilter filter) {
        this.filter = filter;
    }

    @Override
    public String add(String part) {
        if (isBlocked()) {
            return "";
        }
        StringBuilder published = new StringBuilder();
        int taken = 0;
        while (taken < part.length() && !isBlocked()) {
            int step = Math.min(part.length() - taken, LONGEST_PIECE + 1);
            open.append(part, taken, taken + step);
            taken += step;
            for (int cut = cut(); cut > 0 && !isBlocked(); cut = cut()) {
                published.append(complete(cut));
            }
        }
        return filter.blocks() ? published.toString() : part;
    }

    @Override
    public String end() {
        if (isBlocked()) {
            return "";
        }
        String last = pieces.isEmpty() ? "" : pieces.get(pieces.size() - 1);
        String rest = open.toString();
        if (!rest.isEmpty()) {
            complete(rest.length());
        }
        return isBlocked() || !filter.blocks() ? "" : last + rest;
    }

    private boolean isBlocked() {
        return filter.blocks() && !found.isEmpty();
    }

    /** Where the next piece ends; 0 where that is not known yet. */
    private int cut() {
        for (int i = PIECE; i <= Math.min(open.length(), LONGEST_PIECE); i++) {
            if (Character.isWhitespace(open.charAt(i - 1))) {
                return i;
            }
        }
        if (open.length() <= LONGEST_PIECE) {
            return 0;
        }
        return Character.isHighSurrogate(open.charAt(LONGEST_PIECE - 1)) ? LONGEST_PIECE - 1 : LONGEST_PIECE;
    }

    /** Judges one more piece; returns the piece before it, which can be published now. */
    private String complete(int length) {
        String before = pieces.isEmpty() ? "" : pieces.get(pieces.size() - 1);
        pieces.add(open.substring(0, length));
        open.delete(0, length);
        if (pieces.size() > WINDOW) {
            pieces.remove(0);
        }
        SafetyScores scores = filter.score(String.join("", pieces));
        highest = Math.max(highest, scores.highest());
        List<Finding> more = filter.findings(scores, 0);
        found = found.isEmpty() ? more : found;
        return isBlocked() ? "" : before;
    }

    @Override
    public Verdict verdict() {
        return filter.verdict(new Evidence(highest, found));
    }
}
