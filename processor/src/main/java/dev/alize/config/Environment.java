package dev.alize.config;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/**
 * What secrets are read with.
 *
 * @param variables environment variables by name
 * @param clock tells when a file is worth another look
 */
public record Environment(Map<String, String> variables, InstantSource clock) {
    public Environment {
        variables = Map.copyOf(variables);
    }

    /** That of this process. */
    public static Environment ofProcess() {
        return new Environment(System.getenv(), InstantSource.system());
    }

    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** Names only: values may be secrets. */
    @Override
    public String toString() {
        return "Environment" + variables.keySet();
    }
}
