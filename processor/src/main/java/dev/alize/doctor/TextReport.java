package dev.alize.doctor;

import dev.alize.diagnosis.Severity;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report for a terminal of 80 columns. */
public final class TextReport {
    private static final int WIDTH = 80;
    private static final int INDENT = 21;
    private static final String RESET = "\u001B[0m";
    /** More than this is said by --json. */
    private static final int MOST_FACTS = 8;

    private final Report report;
    private final boolean colours;
    private final StringBuilder text = new StringBuilder();

    private TextReport(Report report, boolean colours) {
        this.report = report;
        this.colours = colours;
    }

    /** @param colours whether the terminal shows them */
    public static String of(Report report, boolean colours) {
        return new TextReport(report, colours).text();
    }

    private String text() {
        Severity worst = report.severity();
        line(
                "",
                "alize doctor " + report.at().truncatedTo(ChronoUnit.SECONDS) + ", configuration "
                        + report.configuration() + ", " + report.ms() + " ms");
        report.findings().forEach(this::finding);
        remedies();
        text.append('\n')
                .append(badge(worst))
                .append(worst == null ? "all is well" : worst.words())
                .append('\n');
        return text.toString();
    }

    private void finding(Finding finding) {
        String title = finding.title();
        String start = badge(finding.severity()) + (title.length() > INDENT - 6 ? title + " " : pad(title));
        int shown = 5 + Math.max(title.length() + 1, INDENT - 5);
        List<String> lines = wrap(finding.says(), WIDTH - Math.min(shown, WIDTH - 20), WIDTH - INDENT);
        text.append(start).append(lines.getFirst()).append('\n');
        lines.stream()
                .skip(1)
                .forEach(line -> text.append(" ".repeat(INDENT)).append(line).append('\n'));
        List<Fact> facts = finding.facts();
        for (Fact fact : facts.subList(0, Math.min(MOST_FACTS, facts.size()))) {
            fact(fact);
        }
        if (facts.size() > MOST_FACTS) {
            line(" ".repeat(INDENT), facts.size() - MOST_FACTS + " more; --json has all");
        }
    }

    private static String pad(String title) {
        return title + " ".repeat(INDENT - 5 - title.length());
    }

    private void fact(Fact fact) {
        line(" ".repeat(INDENT), fact.name() + ": " + fact.text());
    }

    /** The first line fits behind what stands there, all others behind the indentation. */
    private void line(String indent, String words) {
        wrap(words, WIDTH - indent.length(), WIDTH - indent.length())
                .forEach(line -> text.append(indent).append(line).append('\n'));
    }

    /** Each once, the worst findings first; what is said of several findings is said once. */
    private void remedies() {
        Map<Remedy, Severity> all = new LinkedHashMap<>();
        report.findings().stream()
                .filter(finding -> finding.severity() != null)
                .sorted(Comparator.comparing(Finding::severity, Comparator.nullsLast(Comparator.naturalOrder())))
                .forEach(finding -> finding.remedies()
                        .forEach(remedy -> all.putIfAbsent(remedy, Objects.requireNonNull(finding.severity()))));
        if (all.isEmpty()) {
            return;
        }
        text.append("\nWhat to do\n");
        List<Remedy> once = Remedies.once(new ArrayList<>(all.keySet()));
        for (Remedy remedy : once) {
            text.append(badge(all.get(remedy)));
            List<String> lines = wrap(remedy.says(), WIDTH - 5, WIDTH - 5);
            text.append(lines.stream().collect(Collectors.joining("\n" + " ".repeat(5))))
                    .append('\n');
            if (!remedy.command().isEmpty()) {
                command(report.words(remedy));
            }
        }
    }

    /** A shell takes the lines as one. */
    private void command(List<String> words) {
        List<String> lines = wrap(words, WIDTH - 9, WIDTH - 9);
        text.append("     ").append(String.join(" \\\n       ", lines)).append('\n');
    }

    private String badge(@Nullable Severity severity) {
        String name = severity == null ? "ok" : severity.name();
        String padded = name + " ".repeat(5 - name.length());
        return colours ? colour(severity) + padded + RESET : padded;
    }

    private static String colour(@Nullable Severity severity) {
        return switch (severity) {
            case null -> "\u001B[32m";
            case P1 -> "\u001B[1;31m";
            case P2 -> "\u001B[31m";
            case P3 -> "\u001B[33m";
            case P4 -> "\u001B[36m";
        };
    }

    /** At spaces. */
    private static List<String> wrap(String words, int first, int others) {
        return wrap(List.of(words.split(" ")), first, others);
    }

    /** Between words; one that is too long has a line of its own. */
    private static List<String> wrap(List<String> words, int first, int others) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : words) {
            int room = lines.isEmpty() ? first : others;
            if (!line.isEmpty() && line.length() + 1 + word.length() > room) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
