package dev.alize.config;

import dev.alize.domain.Secret;

/** A secret that is read where its reference points to. Thread-safe. */
final class ConfiguredSecret implements Secret {
    private final SecretReference reference;
    private final Source source;

    /** Reads the text; throws an {@link IllegalStateException} that says why it cannot. */
    interface Source {
        String read();
    }

    ConfiguredSecret(SecretReference reference, Environment environment) {
        this.reference = reference;
        this.source = switch (reference) {
            case SecretReference.Variable variable -> () -> fromVariable(variable, environment);
            case SecretReference.InFile file -> new SecretFile(file.path(), environment.clock())::read;
            case SecretReference.Given given -> given::text;
        };
    }

    @Override
    public String reveal() {
        return source.read();
    }

    private static String fromVariable(SecretReference.Variable variable, Environment environment) {
        return environment
                .variable(variable.name())
                .filter(text -> !text.isBlank())
                .orElseThrow(() -> new IllegalStateException(
                        variable + ": the environment variable is not set or empty; expected a secret"));
    }

    @Override
    public String toString() {
        return reference.toString();
    }
}
