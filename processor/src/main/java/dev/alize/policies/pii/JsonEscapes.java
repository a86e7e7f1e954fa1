package dev.alize.policies.pii;

/** Escapes of JSON that comes in parts, where it cannot be parsed yet. */
final class JsonEscapes {
    private JsonEscapes() {}

    /** The text with a blank in place of {@code \n}, {@code \t} and the like, so that no letter clings to a number. */
    static String blanked(String text) {
        int at = text.indexOf('\\');
        if (at < 0) {
            return text;
        }
        char[] chars = text.toCharArray();
        while (at >= 0 && at + 1 < chars.length) {
            if ("nrtbf".indexOf(chars[at + 1]) >= 0) {
                chars[at] = ' ';
                chars[at + 1] = ' ';
            }
            at = text.indexOf('\\', at + 2);
        }
        return new String(chars);
    }

    /** Whether the text is JSON by its start. */
    static boolean inJson(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[{") || start.startsWith("[\"");
    }
}
