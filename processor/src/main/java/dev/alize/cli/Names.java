package dev.alize.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The rule for names that a user gives to requests, tenants and orders. */
final class Names {
    private static final int LONGEST = 256;

    private Names() {}

    /** @throws ParameterException where a given name is empty or longer than 256 characters */
    static void check(CommandLine commandLine, String option, @Nullable String name) {
        if (name != null && (name.isEmpty() || name.length() > LONGEST)) {
            throw new ParameterException(
                    commandLine, option + ": got " + name.length() + " characters, expected 1 to " + LONGEST);
        }
    }
}
