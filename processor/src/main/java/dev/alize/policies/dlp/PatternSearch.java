package dev.alize.policies.dlp;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import dev.alize.policies.dlp.Rules.CompiledPattern;
import org.jspecify.annotations.Nullable;

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

    /** Blocks that are looked at together, for what cannot match at all. */
    private static final int BLOCKS = 16;

    private final Pattern pattern;
    private final @Nullable Pattern looser;
    private final int block;
    private final int ahead;
    /** Where the next search starts; matches that start before it are known. */
    private int next;
    /** Whether a match goes on at {@link #next}. */
    private boolean within;

    /** End of the block that has to be searched closely. */
    private int suspect;

    PatternSearch(CompiledPattern pattern, int maxMatch) {
        this.pattern = pattern.exact();
        this.looser = pattern.looser();
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
            if (looser != null && next >= suspect && skip(looser, text, complete)) {
                continue;
            }
            search(text, blockEnd, Math.min(length, blockEnd + ahead), found);
        }
        return complete ? Integer.MAX_VALUE : within ? next - 1 : next;
    }

    @Override
    public void reset() {
        next = 0;
        suspect = 0;
        within = false;
    }

    /** Passes over blocks in which not even the looser pattern matches: most texts are read once, and not three times. */
    private boolean skip(Pattern loose, StringBuilder text, boolean complete) {
        int viewEnd = Math.min(text.length(), next + BLOCKS * block + ahead);
        boolean toEnd = complete && viewEnd == text.length();
        if (!toEnd && viewEnd - ahead < next + 2 * block) {
            return false;
        }
        Matcher matcher = loose.matcher(text.substring(next, viewEnd));
        boolean found = matcher.find();
        int clear = found ? next + matcher.start() : viewEnd;
        clear = toEnd ? clear : Math.min(clear, viewEnd - ahead);
        int from = toEnd && !found ? viewEnd : clear / block * block;
        suspect = found ? (clear / block + 1) * block : from;
        boolean passed = from > next;
        next = Math.max(next, from);
        return passed;
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
