package dev.alize.policies.dlp;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * Matches of one pattern in a run. The run is searched in blocks at fixed offsets: a match that starts in a block sees
 * the longest match's length of text behind the block. So each character is looked at three times at most per search,
 * whatever the pattern, and what is found does not depend on how the text came. A match that reaches the end of what its
 * block sees may be longer: then everything up to the next space or quote belongs to it.
 */
final class PatternSearch implements Search {
    private static final int SMALLEST_BLOCK = 32;
    /** Text before the block, for assertions such as {@code \b}: one code point. */
    private static final int CONTEXT = 2;

    private final Pattern pattern;
    private final int block;
    private final int ahead;
    /** Where the next search starts; matches that start before it are known. */
    private int next;
    /** Whether a match goes on at {@link #next}. */
    private boolean within;

    PatternSearch(Pattern pattern, int maxMatch) {
        this.pattern = pattern;
        this.ahead = maxMatch;
        this.block = Math.max(SMALLEST_BLOCK, maxMatch / 2);
    }

    @Override
    public int look(StringBuilder text, boolean complete, Found found) {
        int length = text.length();
        while (next < length) {
            if (within) {
                goOn(text, found);
                if (within) {
                    break;
                }
                continue;
            }
            int blockEnd = (next / block + 1) * block;
            if (blockEnd + ahead > length && !complete) {
                break;
            }
            search(text, blockEnd, Math.min(length, blockEnd + ahead), found);
        }
        return complete ? Integer.MAX_VALUE : within ? next - 1 : next;
    }

    @Override
    public void reset() {
        next = 0;
        within = false;
    }

    private void search(StringBuilder text, int blockEnd, int viewEnd, Found found) {
        int viewStart = Math.max(0, next - CONTEXT);
        Matcher matcher = pattern.matcher(text.substring(viewStart, viewEnd));
        int from = next - viewStart;
        while (from <= viewEnd - viewStart && matcher.find(from) && matcher.start() + viewStart < blockEnd) {
            int start = matcher.start() + viewStart;
            int end = matcher.end() + viewStart;
            if (end > start) {
                found.match(start, end);
            }
            if (end == blockEnd + ahead && end > start) {
                next = end;
                within = true;
                return;
            }
            next = end;
            from = Math.max(matcher.end(), matcher.start() + 1);
        }
        next = Math.max(next, Math.min(blockEnd, text.length()));
    }

    private void goOn(StringBuilder text, Found found) {
        int start = next - 1;
        while (next < text.length() && within) {
            char c = text.charAt(next);
            within = !Character.isWhitespace(c) && c != '"' && c != '\'' && c != '<' && c != '>';
            next += within ? 1 : 0;
        }
        if (next > start + 1) {
            found.match(start, next);
        }
    }
}
