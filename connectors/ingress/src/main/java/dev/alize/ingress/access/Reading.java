package dev.alize.ingress.access;

import dev.alize.config.yaml.Problem;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What came of reading a tenants file. */
sealed interface Reading {
    /** It can be used. */
    record Good(Tenants tenants) implements Reading {}

    /** It cannot. @param problems one or more, by line */
    record Bad(List<Problem> problems) implements Reading {
        /** All of them in one line; neither keys nor hashes. */
        String message() {
            return IntStream.range(0, problems.size())
                    .mapToObj(i -> (i + 1) + ") " + problems.get(i))
                    .collect(Collectors.joining(
                            " ",
                            "The tenants file is invalid (" + problems.size()
                                    + (problems.size() == 1 ? " problem" : " problems") + "): ",
                            ""));
        }
    }
}
