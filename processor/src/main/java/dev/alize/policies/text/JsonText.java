package dev.alize.policies.text;

/** Text inside of JSON string literals. */
public final class JsonText {
    private JsonText() {}

    /** The text as it stands between the quotes of a literal (RFC 8259, 7). */
    public static String escape(String text) {
        StringBuilder escaped = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\') {
                if (escaped != null) {
                    escaped.append(c);
                }
                continue;
            }
            if (escaped == null) {
                escaped = new StringBuilder(text.length() + 16).append(text, 0, i);
            }
            append(escaped, c);
        }
        return escaped == null ? text : escaped.toString();
    }

    private static void append(StringBuilder escaped, char c) {
        switch (c) {
            case '"', '\\' -> escaped.append('\\').append(c);
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> escaped.append(String.format("\\u%04x", (int) c));
        }
    }
}
