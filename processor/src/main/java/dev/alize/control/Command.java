package dev.alize.control;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The live mitigations. */
public enum Command {
    /** No calls are started at a target; those that are open go on. */
    PAUSE(false),
    /** At most so many calls are open at a target, per instance. */
    MAX_CONCURRENCY(true),
    /** A target is skipped while its route has another one. */
    FORCE_FALLBACK(false),
    /** A call at a target may take so many milliseconds. */
    TIMEOUT(true);

    private final boolean hasValue;

    Command(boolean hasValue) {
        this.hasValue = hasValue;
    }

    /** The name on the topic, such as {@code max_concurrency}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it comes with a number, 1 or more. */
    public boolean hasValue() {
        return hasValue;
    }

    /** Empty for one that this version does not know. */
    static Optional<Command> of(String code) {
        return Arrays.stream(values())
                .filter(command -> command.code().equals(code))
                .findFirst();
    }
}
