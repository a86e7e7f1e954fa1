package dev.alize.connect.data;

import org.jspecify.annotations.Nullable;

/** A value that a schema does not allow: where it is, what it is, what was expected. Never holds the value. */
public final class Mismatch extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String got;
    private String path = "";

    Mismatch(String got) {
        super(null, null, false, false);
        this.got = got;
    }

    /** @param value null or what is there, of which only the class is told */
    static Mismatch of(@Nullable Object value, String expected) {
        String type = value == null ? "null" : "a " + value.getClass().getSimpleName();
        return new Mismatch("got " + type + ", expected " + expected);
    }

    /** The same, seen from outside a field. */
    Mismatch in(String field) {
        path = path.isEmpty() || path.startsWith("[") ? field + path : field + "." + path;
        return this;
    }

    @Override
    public String getMessage() {
        return path.isEmpty() ? got : path + ": " + got;
    }
}
