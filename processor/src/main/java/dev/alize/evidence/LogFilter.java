package dev.alize.evidence;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lets through what looks like our own log: lines in its layout, and traces of exceptions without their messages. Of any
 * other line only the length stays, since nobody knows what it holds.
 */
record LogFilter(Scrubber scrubber) {
    private static final Pattern OURS = Pattern.compile("(\\[pod/\\S+] )?(\\d{4}-\\d{2}-\\d{2}[T ])?"
            + "\\d{2}:\\d{2}:\\d{2}[.,]\\d{3}\\S* (TRACE|DEBUG|INFO|WARN|ERROR) +\\[.*");
    private static final Pattern FRAME =
            Pattern.compile("(\\[pod/\\S+] )?\\s+(at [\\w.$/<>@~ -]+\\([\\w.$: -]*\\).*|\\.\\.\\. \\d+ .*)");
    private static final Pattern EXCEPTION = Pattern.compile(
            "(\\[pod/\\S+] )?\\s*((?:Caused by: |Suppressed: )?(?:[a-z]\\w*\\.)+[A-Z][\\w$]*)(?:: .*)?");
    private static final int LONGEST = 4_000;

    String line(String line) {
        if (line.isBlank()) {
            return "";
        }
        if (line.length() <= LONGEST && OURS.matcher(line).matches()) {
            return scrubber.line(line);
        }
        if (line.length() <= LONGEST && FRAME.matcher(line).matches()) {
            return scrubber.line(line);
        }
        Matcher exception = EXCEPTION.matcher(line);
        if (line.length() <= LONGEST && exception.matches()) {
            return scrubber.line(exception.group(2));
        }
        return "(a line of another layout, " + line.length() + " characters, left out)";
    }
}
