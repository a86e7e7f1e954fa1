package dev.alize.client;

/**
 * Something the user has to put right.
 *
 * @param where the file and line, the topic or the property
 * @param got what is there; never prompt, completion or key
 * @param expected what should be there, or what to do
 */
public record Problem(String where, String got, String expected) {
    @Override
    public String toString() {
        return where + ": got " + got + "; expected " + expected;
    }
}
