package dev.alize.ingress.config;

import dev.alize.config.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A configuration file cannot be used; the message tells all that is wrong with it. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super("Configuration is invalid (" + problems.size() + (problems.size() == 1 ? " problem): " : " problems): ")
                + IntStream.range(0, problems.size())
                        .mapToObj(i -> (i + 1) + ") " + problems.get(i))
                        .collect(Collectors.joining(" ")));
        this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
        return problems;
    }
}
