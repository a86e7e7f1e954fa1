package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One entry of {@code console.tokens}.
 *
 * @param name who holds it, a person or a system; it stands in the audit trail beside what is done with the token. 1 to
 *     32 letters, digits, dots, dashes, underscores
 * @param role what it allows
 * @param token where its text is read, 16 characters or more
 */
public record ConsoleToken(String name, Role role, SecretReference token) {
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,32}");

    /** What a token allows. */
    public enum Role {
        /** To look at everything the console shows. */
        READ,
        /** To look, to give commands, and to speak of incidents. */
        MITIGATE;

        /** As in the file, such as {@code read}. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public ConsoleToken {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidSettingException(
                    "console.tokens", "a name has 1 to 32 letters, digits, dots, dashes and underscores");
        }
    }
}
