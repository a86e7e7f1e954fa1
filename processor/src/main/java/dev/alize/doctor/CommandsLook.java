package dev.alize.doctor;

import dev.alize.control.ActiveCommands;
import java.util.List;
import java.util.function.Supplier;

/** Reads which commands are in force. */
public final class CommandsLook implements Look.Probe {
    private final Supplier<ActiveCommands> active;
    private final List<String> targets;

    /**
     * @param active may throw what keeps it from being read
     * @param targets the ids of all
     */
    public CommandsLook(Supplier<ActiveCommands> active, List<String> targets) {
        this.active = active;
        this.targets = List.copyOf(targets);
    }

    @Override
    public List<Finding> look() {
        return List.of(CommandsCheck.of(active.get(), targets));
    }
}
