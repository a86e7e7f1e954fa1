package dev.alize.policies.dlp;

import dev.alize.policies.dlp.Rules.CompiledList;

/** Words of one list in a run. */
final class WordSearch implements Search {
    private final CompiledList list;
    /** Of the last symbols: the offset of their code point, or -1 where they are not its first symbol. */
    private final int[] starts;
    /** Of the same: whether the code point before theirs is part of a word. */
    private final boolean[] inWord;

    private int symbols;
    private int state;
    private int at;
    private boolean afterWord;
    /** A state that ended a word at {@link #at}, which counts if no word goes on there; 0 for none. */
    private int pending;

    WordSearch(CompiledList list) {
        this.list = list;
        int size = Integer.highestOneBit(list.automaton().longest() + 1) * 2;
        this.starts = new int[size];
        this.inWord = new boolean[size];
    }

    @Override
    public int look(StringBuilder text, boolean complete, Found found) {
        int length = text.length();
        while (at < length) {
            char unit = text.charAt(at);
            if (Character.isHighSurrogate(unit) && at + 1 == length && !complete) {
                return frontier();
            }
            int codePoint = Character.isSurrogate(unit) ? text.codePointAt(at) : unit;
            next(codePoint, found);
        }
        if (complete) {
            settle(false, found);
            return Integer.MAX_VALUE;
        }
        return frontier();
    }

    @Override
    public void reset() {
        symbols = 0;
        state = 0;
        at = 0;
        afterWord = false;
        pending = 0;
    }

    private void next(int codePoint, Found found) {
        boolean part = list.wholeWords() && isPartOfWord(codePoint);
        settle(part, found);
        int[] longer = list.ignoreCase() ? Folding.longer(codePoint) : null;
        if (longer == null) {
            step(list.ignoreCase() ? Folding.fold(codePoint) : codePoint, at);
        } else {
            step(longer[0], at);
            for (int i = 1; i < longer.length; i++) {
                step(longer[i], -1);
            }
        }
        at += Character.charCount(codePoint);
        afterWord = part;
        pending = list.automaton().ending(state);
    }

    private void step(int symbol, int start) {
        int slot = symbols++ & starts.length - 1;
        starts[slot] = start;
        inWord[slot] = afterWord;
        state = list.automaton().step(state, symbol);
    }

    /** The words that end here: all that begin and end where code points do, and words where they must. */
    private void settle(boolean wordGoesOn, Found found) {
        for (int ending = pending; ending > 0; ending = list.automaton().shorter(ending)) {
            int slot = symbols - list.automaton().depth(ending) & starts.length - 1;
            if (starts[slot] >= 0 && !(list.wholeWords() && (wordGoesOn || inWord[slot]))) {
                found.match(starts[slot], at);
                if (!list.wholeWords()) {
                    break;
                }
            }
        }
        pending = 0;
    }

    /** What the state remembers can still become a word. */
    private int frontier() {
        int depth = list.automaton().depth(state);
        for (int symbol = symbols - depth; symbol < symbols; symbol++) {
            if (starts[symbol & starts.length - 1] >= 0) {
                return starts[symbol & starts.length - 1];
            }
        }
        return at;
    }

    private static boolean isPartOfWord(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= 'a' && codePoint <= 'z'
                    || codePoint >= 'A' && codePoint <= 'Z'
                    || codePoint >= '0' && codePoint <= '9'
                    || codePoint == '_';
        }
        int type = Character.getType(codePoint);
        return Character.isLetterOrDigit(codePoint)
                || type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK;
    }
}
