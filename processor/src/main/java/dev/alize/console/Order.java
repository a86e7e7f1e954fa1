package dev.alize.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.client.TimeText;
import dev.alize.console.http.Caller;
import dev.alize.console.http.Refused;
import dev.alize.control.Command;
import dev.alize.control.ControlDesk;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A command as it came to {@code POST /control}, in the words of {@code alize control}.
 *
 * @param lifts whether it lifts the command
 * @param target null for all targets
 * @param value 0 where the command has no number
 * @param time null for until it is lifted
 */
record Order(
        Command command,
        boolean lifts,
        @Nullable String target,
        long value,
        @Nullable Duration time,
        @Nullable String reason,
        String by) {
    private static final String ALL = "*";
    private static final String OFF = "off";
    private static final Set<String> MEMBERS = Set.of("command", "target", "value", "for", "reason", "by");
    private static final String COMMANDS = "pause, resume, max-concurrency, force-fallback or timeout";

    private record Deed(Command command, boolean lifts, long value) {}

    /** @throws Refused where it makes no sense */
    static Order of(JsonNode body, Caller caller) {
        Members members = new Members(body, MEMBERS);
        Deed deed = deed(members.required("command", COMMANDS), members.word("value"));
        String target = members.required("target", "the id of a target, or '*' for all");
        Duration time = time(members.text("for"));
        if (deed.lifts() && time != null) {
            throw new Refused(400, "for: does not go with lifting a command");
        }
        return new Order(
                deed.command(),
                deed.lifts(),
                target.equals(ALL) ? null : target,
                deed.value(),
                time,
                members.text("reason"),
                caller.name(members.text("by")));
    }

    private static Deed deed(String command, @Nullable String value) {
        return switch (command.replace('_', '-')) {
            case "pause" -> new Deed(Command.PAUSE, false, none(value));
            case "resume" -> new Deed(Command.PAUSE, true, none(value));
            case "max-concurrency" ->
                OFF.equals(value)
                        ? new Deed(Command.MAX_CONCURRENCY, true, 0)
                        : new Deed(Command.MAX_CONCURRENCY, false, bound(value));
            case "force-fallback" -> new Deed(Command.FORCE_FALLBACK, !isOn(value), 0);
            case "timeout" ->
                OFF.equals(value)
                        ? new Deed(Command.TIMEOUT, true, 0)
                        : new Deed(Command.TIMEOUT, false, millis(value));
            default -> throw new Refused(400, "command: got '" + command + "', expected " + COMMANDS);
        };
    }

    private static long none(@Nullable String value) {
        if (value != null) {
            throw new Refused(400, "value: got '" + value + "', expected none");
        }
        return 0;
    }

    private static String given(@Nullable String value, String expected) {
        if (value == null) {
            throw new Refused(400, "value: got none, expected " + expected);
        }
        return value;
    }

    private static long bound(@Nullable String value) {
        try {
            return ControlDesk.bound(given(value, "1 to 1,000,000 or 'off'"));
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "value: " + e.getMessage());
        }
    }

    private static long millis(@Nullable String value) {
        try {
            return ControlDesk.time(given(value, "a duration such as 90s or 'off'"))
                    .toMillis();
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "value: " + e.getMessage());
        }
    }

    private static boolean isOn(@Nullable String value) {
        return switch (given(value, "'on' or 'off'")) {
            case "on" -> true;
            case OFF -> false;
            default -> throw new Refused(400, "value: got '" + value + "', expected 'on' or 'off'");
        };
    }

    private static @Nullable Duration time(@Nullable String text) {
        try {
            return text == null ? null : TimeText.duration(text);
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "for: " + e.getMessage());
        }
    }
}
