package dev.alize.policies.quality;

import java.util.Locale;

/** What can be asserted of an answer. */
public enum AssertionType {
    /** The text is one value of JSON, and nothing else. */
    IS_JSON(Values.NONE),
    /** It is JSON, and fits the schema. */
    JSON_SCHEMA(Values.ONE),
    /** It contains every value. */
    CONTAINS(Values.SOME),
    /** It contains none of the values. */
    NOT_CONTAINS(Values.SOME),
    /** The regular expression of RE2 matches somewhere. */
    REGEX(Values.ONE),
    /** It has at least so many code points. */
    MIN_LENGTH(Values.ONE),
    /** It has at most so many code points. */
    MAX_LENGTH(Values.ONE),
    /** It is in one of the languages. */
    LANGUAGE(Values.SOME),
    /** It does not begin by refusing. */
    NO_REFUSAL(Values.NONE),
    /** At most this share of it, from 0 to 1, was there before; default 0.5. */
    NO_REPETITION(Values.ONE_OR_NONE),
    /** It ended for one of the reasons; default {@code stop} and {@code tool_calls}. */
    FINISH_REASON(Values.ANY),
    /** At most this share of it, from 0 to 1, is in the prompt; default 0.8. */
    SIMILARITY_TO_PROMPT(Values.ONE_OR_NONE);

    /** How many values an assertion takes. */
    enum Values {
        NONE(0, 0),
        ONE_OR_NONE(0, 1),
        ONE(1, 1),
        SOME(1, 100),
        ANY(0, 100);

        final int least;
        final int most;

        Values(int least, int most) {
            this.least = least;
            this.most = most;
        }
    }

    final Values values;

    AssertionType(Values values) {
        this.values = values;
    }

    /** The name used in configuration and findings, such as {@code is-json}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it asks for the text; else it holds for answers without text too. */
    boolean isAboutText() {
        return this != FINISH_REASON;
    }
}
