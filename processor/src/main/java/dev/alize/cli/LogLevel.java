package dev.alize.cli;

import java.util.Arrays;
import java.util.List;

/** How much of our own log is shown: that of a server for {@code run}, else only what is wrong, unless asked for. */
final class LogLevel {
    /** The property that logback.xml reads. */
    static final String PROPERTY = "alize.log.level";

    private LogLevel() {}

    /** Must be called before anything is logged. A level that is set already stays. */
    static void choose(String[] args) {
        if (System.getProperty(PROPERTY) == null) {
            System.setProperty(PROPERTY, of(Arrays.asList(args)));
        }
    }

    static String of(List<String> args) {
        boolean server = args.stream()
                .filter(arg -> !arg.startsWith("-"))
                .findFirst()
                .filter("run"::equals)
                .isPresent();
        return server || args.contains("--debug") ? "INFO" : "WARN";
    }
}
