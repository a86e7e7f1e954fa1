package dev.alize.evidence;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lets through samples in Prometheus' text format whose labels are names; labels that hold anything else lose it. */
record MetricFilter(Scrubber scrubber) {
    private static final Pattern TYPE = Pattern.compile("# TYPE [a-zA-Z_:][\\w:]* \\w+|# EOF");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? ([-+0-9.eE]+|NaN|[-+]Inf)(?: [0-9.]+)?(?: # .*)?");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern NAME = Pattern.compile("[\\w.:/@+-]{0,128}");

    /** Empty for a line that is left out. */
    Optional<String> line(String line) {
        if (TYPE.matcher(line).matches()) {
            return Optional.of(line);
        }
        Matcher sample = SAMPLE.matcher(line);
        if (!sample.matches()) {
            return Optional.empty();
        }
        String labels = sample.group(2);
        String name = sample.group(1);
        return Optional.of(
                labels == null ? name + " " + sample.group(3) : name + "{" + labels(labels) + "} " + sample.group(3));
    }

    private String labels(String labels) {
        StringBuilder kept = new StringBuilder();
        Matcher label = LABEL.matcher(labels);
        while (label.find()) {
            String value = label.group(2);
            String shown = NAME.matcher(value).matches() ? scrubber.line(value) : Scrubber.REMOVED;
            kept.append(kept.isEmpty() ? "" : ",")
                    .append(label.group(1))
                    .append("=\"")
                    .append(shown)
                    .append('"');
        }
        return kept.toString();
    }
}
