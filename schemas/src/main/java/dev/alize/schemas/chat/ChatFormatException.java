package dev.alize.schemas.chat;

/**
 * A JSON body is not of the chat format, or a record holds a JSON text that is none. The message says where, got and
 * expected; it never quotes content.
 */
public final class ChatFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String got;
    private final String expected;

    ChatFormatException(String path, String got, String expected) {
        super(path + ": got " + got + ", expected " + expected);
        this.path = path;
        this.got = got;
        this.expected = expected;
    }

    /** Where: a member such as {@code messages[2].role}, or {@code body} for the whole. */
    public String path() {
        return path;
    }

    /** What was there, by kind: {@code a number}, {@code an empty list}. */
    public String got() {
        return got;
    }

    /** What should have been there. */
    public String expected() {
        return expected;
    }
}
