package dev.alize.trial;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** A line is not what it must be. Shows nothing of its texts. */
final class BadLineException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String got;
    private final String expected;

    BadLineException(String got, String expected) {
        super("got " + got + ", expected " + expected);
        this.got = got;
        this.expected = expected;
    }

    /** @param path where the value stands in the line */
    static BadLineException at(String path, JsonNode value, String expected) {
        String kind = value.isMissingNode()
                ? "nothing"
                : value.isTextual() ? "other text" : value.getNodeType().name().toLowerCase(Locale.ROOT);
        return new BadLineException(kind + " at " + path, expected);
    }

    String got() {
        return got;
    }

    String expected() {
        return expected;
    }
}
