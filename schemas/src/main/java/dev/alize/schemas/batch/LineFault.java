package dev.alize.schemas.batch;

/**
 * Something wrong with a line.
 *
 * @param path the member such as {@code body.messages}; empty for the line as a whole
 * @param got what is there, by kind; never content
 * @param expected what should be there
 */
public record LineFault(String path, String got, String expected) {
    @Override
    public String toString() {
        return (path.isEmpty() ? "line" : path) + ": got " + got + "; expected " + expected;
    }
}
