package dev.alize.connect.transform;

/** Texts that a database takes. */
final class SqlText {
    private SqlText() {}

    /** With U+FFFD for each U+0000, for which PostgreSQL would refuse the row, in text and in JSON. */
    static String of(String text) {
        return text.replace('\u0000', '\uFFFD');
    }
}
