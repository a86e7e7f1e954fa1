package dev.alize.alerts;

import java.util.ArrayList;
import java.util.List;

/**
 * What a message says, for any format. Its texts have no control characters.
 *
 * @param headline one line
 * @param parts in their order
 */
public record Notice(String headline, List<Part> parts) {
    public Notice {
        parts = List.copyOf(parts);
    }

    /** A part of a message. */
    public sealed interface Part {}

    /** A sentence or several. */
    public record Paragraph(String text) implements Part {}

    /** A word and what there is to say of it. */
    public record Field(String label, String text) implements Part {}

    /** Command lines, ready to be run. */
    public record Commands(String label, List<String> lines) implements Part {
        public Commands {
            lines = List.copyOf(lines);
        }
    }

    /** As plain text, line by line. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(headline);
        for (Part part : parts) {
            switch (part) {
                case Paragraph paragraph -> lines.add(paragraph.text());
                case Field field -> lines.add(field.label() + ": " + field.text());
                case Commands commands -> {
                    lines.add(commands.label() + ":");
                    commands.lines().forEach(line -> lines.add("  " + line));
                }
            }
        }
        return lines;
    }

    /** As plain text. */
    public String text() {
        return String.join("\n", lines());
    }
}
