package dev.alize.domain.settings;

import dev.alize.domain.Direction;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How a policy is applied: the keys that every policy has.
 *
 * @param action what follows where it finds something ({@code action})
 * @param directions what it judges, at least one ({@code direction}: {@code request}, {@code response} or {@code both})
 * @param onError what follows where the policy itself fails ({@code on_error})
 */
public record Conduct(Action action, Set<Direction> directions, OnError onError) {
    /** What follows where a policy throws, or cannot ask whom it must ask. */
    public enum OnError {
        /** The request ends, blocked: the policy fails closed. The default. */
        BLOCK,
        /** The text goes on as if nothing was found; the verdict says that the policy failed. */
        ALLOW
    }

    public Conduct {
        if (directions.isEmpty()) {
            throw new InvalidSettingException("direction", "got none, expected request, response or both");
        }
        directions = Collections.unmodifiableSet(EnumSet.copyOf(directions));
    }

    /** Fails closed. */
    public static Conduct of(Action action, Direction... directions) {
        return new Conduct(action, Set.of(directions), OnError.BLOCK);
    }

    public boolean judges(Direction direction) {
        return directions.contains(direction);
    }
}
