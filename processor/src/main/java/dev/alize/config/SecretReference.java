package dev.alize.config;

import dev.alize.domain.Secret;
import dev.alize.domain.settings.InvalidSettingException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a secret comes from; never its text. */
public sealed interface SecretReference {
    /** The secret in an environment. It is not read before it is first used. */
    default Secret in(Environment environment) {
        return new ConfiguredSecret(this, environment);
    }

    /**
     * An environment variable.
     *
     * @param name letters, digits and underscores, not starting with a digit
     */
    record Variable(String name) implements SecretReference {
        public static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

        public Variable {
            if (!NAME.matcher(name).matches()) {
                throw new InvalidSettingException("secret", "the name of an environment variable was expected");
            }
        }

        @Override
        public String toString() {
            return "env " + name;
        }
    }

    /**
     * A file that holds nothing but the secret; line breaks at its end do not count.
     *
     * @param path read again when its modification time has changed
     */
    record InFile(Path path) implements SecretReference {
        @Override
        public String toString() {
            return "file " + path;
        }
    }

    /**
     * A text that the program made itself, such as the key of a simulator that runs in the same process. Cannot be
     * written in a file.
     *
     * @param text the secret
     */
    record Given(String text) implements SecretReference {
        @Override
        public String toString() {
            return "given by the program";
        }
    }
}
