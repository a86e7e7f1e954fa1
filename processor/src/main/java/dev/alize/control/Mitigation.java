package dev.alize.control;

import dev.alize.schemas.ControlCommand;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A live mitigation that was given.
 *
 * @param scope what it does, and to which target
 * @param value the bound of concurrent calls, or the timeout in milliseconds, 1 or more; 0 where the command has no
 *     number
 * @param expiresAt until when it is in force; null for until it is lifted
 * @param issuedBy the user or the tool that gave it
 * @param at when it was given
 * @param reason why; null where nothing was said
 */
public record Mitigation(
        Scope scope,
        long value,
        @Nullable Instant expiresAt,
        String issuedBy,
        Instant at,
        @Nullable String reason) {
    public Mitigation {
        if (scope.command().hasValue() ? value < 1 : value != 0) {
            throw new IllegalArgumentException(scope.command().code() + ": got the value " + value + ", expected "
                    + (scope.command().hasValue() ? "1 or more" : "none"));
        }
    }

    /**
     * What is commanded, and where: of each the latest command counts.
     *
     * @param target null for all targets
     */
    public record Scope(Command command, @Nullable String target) {
        /** The key of its record, such as {@code pause} or {@code pause/primary}. */
        public String key() {
            return target == null ? command.code() : command.code() + "/" + target;
        }
    }

    /** Whether it is in force then, as far as its expiry goes. */
    public boolean inForceAt(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /**
     * Reads a record; empty for a command that this version does not know.
     *
     * @throws IllegalArgumentException where it makes no sense; the message is fit for a log
     */
    static Optional<Mitigation> of(ControlCommand command) {
        return Command.of(command.getCommand())
                .map(known -> new Mitigation(
                        new Scope(known, command.getTarget()),
                        command.getValue() == null ? 0 : command.getValue(),
                        command.getExpiresAt(),
                        command.getIssuedBy(),
                        command.getAt(),
                        command.getReason()));
    }

    /** As a record's value. */
    ControlCommand toRecord() {
        return ControlCommand.newBuilder()
                .setCommand(scope.command().code())
                .setTarget(scope.target())
                .setValue(scope.command().hasValue() ? value : null)
                .setExpiresAt(expiresAt)
                .setIssuedBy(issuedBy)
                .setAt(at)
                .setReason(reason)
                .build();
    }
}
