package dev.alize.control;

import dev.alize.client.BadInputException;
import dev.alize.client.TimeText;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import dev.alize.config.TargetSettings;
import dev.alize.config.yaml.Suggestion;
import dev.alize.control.Mitigation.Scope;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where operators give and lift commands, from a shell or from the console. What makes no sense is an
 * {@link IllegalArgumentException} whose message says what was got and expected. Safe to use from any thread.
 *
 * @param audit where each command is written down
 */
public record ControlDesk(OperatorAudit audit, InstantSource clock) {
    /** Longest reason, in characters. */
    public static final int LONGEST_REASON = 256;

    private static final long MOST_CALLS = 1_000_000;

    /** Reads the bound of {@code max-concurrency}. */
    public static long bound(String word) {
        try {
            long bound = Long.parseLong(word);
            if (bound >= 1 && bound <= MOST_CALLS) {
                return bound;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "got '" + word + "', expected 1 to 1,000,000 or 'off'; to stop calls: pause");
    }

    /** Reads the time of {@code timeout}. */
    public static Duration time(String word) {
        try {
            return TimeText.duration(word);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + " or 'off'", e);
        }
    }

    /** @param target null for all targets */
    public Scope scope(Command command, @Nullable String target) {
        Configuration configuration = audit.configuration();
        List<String> known = configuration.providers().targets().stream()
                .map(TargetSettings::id)
                .toList();
        if (target != null && !known.contains(target)) {
            throw new IllegalArgumentException("no target '" + target + "' in the configuration"
                    + Suggestion.of(target, known)
                            .map(near -> "; did you mean '" + near + "'?")
                            .orElse("; it has " + known));
        }
        return new Scope(command, target);
    }

    /**
     * Puts a command into force.
     *
     * @param value as {@link Mitigation#value}
     * @param time until it lapses; null for until it is lifted
     * @param reason null where nothing is said
     * @throws UnreachableException where it could not be written for sure, or where it is in force and the audit trail does
     *     not have it; the message says which
     * @throws BadInputException where the topic is not as it should be
     */
    public void give(Scope scope, long value, @Nullable Duration time, @Nullable String reason, String by) {
        check(reason);
        Instant now = clock.instant();
        Instant expiresAt = time == null ? null : now.plus(time);
        write("in force", writer -> writer.give(new Mitigation(scope, value, expiresAt, by, now, reason)));
    }

    /** Lifts a command, whether it was in force or not; throws what {@link #give} throws. */
    public void lift(Scope scope, @Nullable String reason, String by) {
        check(reason);
        write("lifted", writer -> writer.lift(scope, by, reason));
    }

    private static void check(@Nullable String reason) {
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw new IllegalArgumentException("reason: got " + reason.length() + " characters, expected at most 256");
        }
    }

    private void write(String done, Consumer<ControlWriter> command) {
        ProcessAudit events = audit.open();
        try (ControlWriter writer = ControlWriter.open(audit.connection(), audit.configuration(), events, clock)) {
            command.accept(writer);
        } catch (RuntimeException e) {
            events.close();
            throw e;
        }
        closeAudited(events, done);
    }

    /** @param done what the command is now, such as {@code in force} */
    static void closeAudited(ProcessAudit events, String done) {
        events.close();
        if (events.dropped() > 0) {
            throw new UnreachableException(
                    "command: " + done + ", but not audited: got no answer when it was written to the audit trail,"
                            + " expected brokers and a schema registry that answer; the log has the event",
                    new IllegalStateException("the event was dropped"));
        }
    }
}
