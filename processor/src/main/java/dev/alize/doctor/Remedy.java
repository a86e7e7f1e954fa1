package dev.alize.doctor;

import java.util.ArrayList;
import java.util.List;

/**
 * Something to do.
 *
 * @param says what for, as a sentence without its full stop
 * @param command the words of a command line that does it, from {@code control} on; empty where a person has to
 */
public record Remedy(String says, List<String> command) {
    public Remedy {
        command = List.copyOf(command);
    }

    static Remedy byHand(String says) {
        return new Remedy(says, List.of());
    }

    static Remedy control(String says, String... words) {
        List<String> command = new ArrayList<>(List.of("control"));
        command.addAll(List.of(words));
        return new Remedy(says, command);
    }
}
