package dev.alize.config.reader;

import dev.alize.config.yaml.Problem;
import java.util.List;
import java.util.StringJoiner;

/** A configuration cannot be used. The message lists every problem. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    public ConfigurationException(List<Problem> problems) {
        super(render(problems));
        this.problems = List.copyOf(problems);
    }

    /** At least one, by line. */
    public List<Problem> problems() {
        return problems;
    }

    private static String render(List<Problem> problems) {
        String count = problems.size() == 1 ? "1 problem" : problems.size() + " problems";
        StringJoiner message = new StringJoiner(" ", "Configuration is invalid (" + count + "): ", "");
        for (int i = 0; i < problems.size(); i++) {
            message.add((i + 1) + ") " + problems.get(i));
        }
        return message.toString();
    }
}
