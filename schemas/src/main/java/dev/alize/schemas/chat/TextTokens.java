package dev.alize.schemas.chat;

/**
 * How many tokens a text is, roughly, in one pass. Words, digits, punctuation and line ends weigh what fits the recorded
 * prompts of Mistral and OpenAI best, which are English and JSON; the weights of other scripts come from the published
 * vocabularies' habits and are not measured. Not thread-safe.
 */
final class TextTokens {
    /** Letters of a word that are one token. */
    private static final int SHORT_WORD = 6;

    /** Letters beyond them to a further token. */
    private static final double LETTERS_MORE = 6;

    private static final double PUNCTUATION = 1.15;
    private static final int SHORT_PUNCTUATION = 3;

    /** Of a character of Greek, Cyrillic, Arabic and their like; of one of Chinese, Japanese or Korean; of any other. */
    private static final double OTHER_LETTER = 0.4;

    private static final double IDEOGRAPH = 0.8;
    private static final double OTHER = 1;

    private enum Kind {
        UPPER,
        LOWER,
        PUNCTUATION,
        LINE_END,
        NONE
    }

    private double tokens;
    private Kind kind = Kind.NONE;
    private int length;

    private TextTokens() {}

    static double of(CharSequence text) {
        TextTokens counter = new TextTokens();
        for (int i = 0; i < text.length(); i++) {
            counter.add(text.charAt(i));
        }
        counter.run(Kind.NONE);
        return counter.tokens;
    }

    private void add(char c) {
        if (c < 0x80) {
            addAscii(c);
        } else if (c < 0x250) {
            run(Character.isUpperCase(c) ? Kind.UPPER : Kind.LOWER);
        } else {
            run(Kind.NONE);
            tokens += c >= 0x370 && c < 0xE80 ? OTHER_LETTER : c >= 0x2E80 && c < 0xD800 ? IDEOGRAPH : OTHER;
        }
    }

    private void addAscii(char c) {
        if (c >= 'a' && c <= 'z') {
            run(Kind.LOWER);
        } else if (c >= 'A' && c <= 'Z') {
            run(Kind.UPPER);
        } else if (c >= '0' && c <= '9') {
            run(Kind.NONE);
            tokens += 1;
        } else if (c == '\n') {
            run(Kind.LINE_END);
        } else {
            run(c <= ' ' ? Kind.NONE : Kind.PUNCTUATION);
        }
    }

    /** Goes on with a run of characters, or ends it: a capital after a small letter begins a new word. */
    private void run(Kind next) {
        boolean goesOn = next == kind || (kind == Kind.UPPER && next == Kind.LOWER);
        if (!goesOn) {
            tokens += weight();
            length = 0;
        }
        kind = next;
        length++;
    }

    private double weight() {
        return switch (kind) {
            case UPPER, LOWER -> 1 + Math.max(0, length - SHORT_WORD) / LETTERS_MORE;
            case PUNCTUATION -> PUNCTUATION * (1 + Math.max(0, length - SHORT_PUNCTUATION) / 2.0);
            case LINE_END -> 1;
            case NONE -> 0;
        };
    }
}
