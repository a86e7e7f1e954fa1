package dev.alize.postmortem;

/** Makes text harmless in a document: names of tenants, targets and instances may hold markup. */
final class Escape {
    private static final String MARKDOWN = "\\`*_[]<>|#~&$!";

    private Escape() {}

    /** For text and for attributes in double or single quotes. */
    static String html(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        return safe.toString();
    }

    /** For one line or one cell of a table. */
    static String markdown(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '<') {
                safe.append("&lt;");
            } else if (c == '&') {
                safe.append("&amp;");
            } else {
                boolean inWord = c == '_'
                        && i > 0
                        && i + 1 < text.length()
                        && Character.isLetterOrDigit(text.charAt(i - 1))
                        && Character.isLetterOrDigit(text.charAt(i + 1));
                if (MARKDOWN.indexOf(c) >= 0 && !inWord) {
                    safe.append('\\');
                }
                safe.append(Character.isISOControl(c) ? ' ' : c);
            }
        }
        // What looks like a link becomes one in some readers.
        return safe.toString().replace("://", ":\\/\\/").replace("www.", "www\\.");
    }
}
