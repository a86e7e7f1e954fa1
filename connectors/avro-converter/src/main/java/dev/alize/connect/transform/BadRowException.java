package dev.alize.connect.transform;

/** A row of an outbox is no request. The message says where, got and expected; it never quotes data. */
final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * What is wrong.
     *
     * @param path of the column or the member of its JSON, such as {@code payload.messages[0].role}
     */
    BadRowException(String path, String got, String expected) {
        super(path + ": got " + got + "; expected " + expected);
    }
}
