package dev.alize.connect.batch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which line of which batch a request is. Its text is the request's id, so a line that is sent again is a duplicate for
 * the gateway.
 *
 * @param batch id of the batch, 32 lower-case hexadecimal digits
 * @param line number of the line in its file, from 1
 */
public record LineId(String batch, long line) {
    private static final Pattern BATCH = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern TEXT = Pattern.compile("([0-9a-f]{32})-([1-9][0-9]{0,17})");

    /** Checks both. */
    public LineId {
        if (!isBatch(batch) || line < 1) {
            throw new IllegalArgumentException(
                    "line id: got another batch id or line " + line + ", expected 32 hexadecimal digits and 1 or more");
        }
    }

    /** The id that a text states, or nothing where it is none. */
    public static Optional<LineId> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new LineId(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }

    /** Whether a text is a batch id of this connector. */
    public static boolean isBatch(String text) {
        return BATCH.matcher(text).matches();
    }

    /** The request's id. */
    public String text() {
        return batch + "-" + line;
    }
}
