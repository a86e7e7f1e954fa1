package dev.alize.console.http;

import dev.alize.config.ConsoleToken.Role;
import org.jspecify.annotations.Nullable;

/**
 * Who asks.
 *
 * @param role what is allowed
 * @param token name of the token; null where none is needed
 */
public record Caller(Role role, @Nullable String token) {
    /** Where no tokens are configured. */
    static final Caller ANYBODY = new Caller(Role.MITIGATE, null);

    private static final int LONGEST = 60;

    /**
     * The name under which the caller does something.
     *
     * @param said the name that the caller gives; null for none
     * @return such as {@code ada}, {@code ada (on-call)} or {@code on-call}: what is in brackets was proven by the token,
     *     what stands before it was only said
     * @throws Refused where the name is not what it should be
     */
    public String name(@Nullable String said) {
        if (said == null || said.isBlank()) {
            return token == null ? "console" : token;
        }
        String name = said.strip();
        if (name.length() > LONGEST || name.chars().anyMatch(Character::isISOControl)) {
            throw new Refused(
                    400, "by: got " + name.length() + " characters, expected 1 to 60 without control characters");
        }
        return token == null || token.equals(name) ? name : name + " (" + token + ")";
    }

    boolean mayMitigate() {
        return role == Role.MITIGATE;
    }
}
