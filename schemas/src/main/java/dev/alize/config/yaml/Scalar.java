package dev.alize.config.yaml;

import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A single value as YAML 1.2 sees it.
 *
 * @param kind what YAML takes it for
 * @param text as written, without quotes
 */
public record Scalar(Kind kind, String text) {
    private static final int SHOWN = 60;

    /** What a plain value can be. */
    public enum Kind {
        TEXT("text"),
        WHOLE("a whole number"),
        DECIMAL("a decimal number"),
        FLAG("true or false"),
        NOTHING("no value"),
        VARIABLE("a variable (which nobody replaces here)"),
        TAGGED("a value with a tag");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** For messages. */
        public String words() {
            return words;
        }
    }

    static Scalar of(ScalarNode node) {
        return new Scalar(kind(node.getTag()), node.getValue());
    }

    private static Kind kind(Tag tag) {
        if (tag.equals(Tag.STR)) {
            return Kind.TEXT;
        } else if (tag.equals(Tag.INT)) {
            return Kind.WHOLE;
        } else if (tag.equals(Tag.FLOAT)) {
            return Kind.DECIMAL;
        } else if (tag.equals(Tag.BOOL)) {
            return Kind.FLAG;
        } else if (tag.equals(Tag.ENV_TAG)) {
            return Kind.VARIABLE;
        }
        return tag.equals(Tag.NULL) ? Kind.NOTHING : Kind.TAGGED;
    }

    /** Whether YAML would take it for text if it were in quotes. */
    boolean isNumberOrFlag() {
        return kind == Kind.WHOLE || kind == Kind.DECIMAL || kind == Kind.FLAG;
    }

    /** Quoted for a message, at most 60 characters of it, on one line. */
    public String quoted() {
        String line = text.replaceAll("\\p{Cntrl}+", " ");
        return "'" + (line.length() > SHOWN ? line.substring(0, SHOWN) + "…" : line) + "'";
    }

    /** A misfit that shows the value. */
    Misfit misfit(String expected) {
        String got = kind == Kind.NOTHING ? kind.words() : kind == Kind.TEXT ? quoted() : kind.words() + " " + quoted();
        return new Misfit("got " + got + ", expected " + expected);
    }
}
