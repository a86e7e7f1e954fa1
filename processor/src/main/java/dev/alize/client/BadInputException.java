package dev.alize.client;

import java.util.List;
import java.util.stream.Collectors;

/** Input, output or topics are not as they must be; nothing was sent and nothing written. */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /**
     * @param what what is bad, such as {@code Input}
     * @param problems the first problems, at least one
     * @param total how many there are altogether, at least the number of {@code problems}
     */
    public BadInputException(String what, List<Problem> problems, long total) {
        super(listed(what, problems, total));
    }

    /** A single problem. */
    public BadInputException(String what, Problem problem) {
        this(what, List.of(problem), 1);
    }

    private static String listed(String what, List<Problem> problems, long total) {
        String head = what + " is invalid (" + total + (total == 1 ? " problem):" : " problems):");
        String body = problems.stream().map(problem -> "\n  " + problem).collect(Collectors.joining());
        long more = total - problems.size();
        return more == 0 ? head + body : head + body + "\n  and " + more + " more";
    }
}
