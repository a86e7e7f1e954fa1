package dev.alize.routing;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Secret;
import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stops a target whose key is refused, until it is another key. Guarded by the gate's lock. The key itself is read
 * without that lock, and never where a call begins or ends: reading it may read a file.
 */
final class KeyStop {
    private static final Set<FailureKind> OF_KEY =
            Set.copyOf(EnumSet.of(FailureKind.UNAUTHORIZED, FailureKind.FORBIDDEN, FailureKind.NOT_ENTITLED));

    private final String id;
    private final Surroundings around;
    private @Nullable Secret key;
    private int known;
    private @Nullable FailureKind why;
    private boolean told;
    private int number;

    KeyStop(String id, @Nullable Secret key, Surroundings around) {
        this.id = id;
        this.key = key;
        this.around = around;
        known = read(key).orElse(0);
    }

    /** Tells one text of a key from another; nobody can get the text from it. Empty where it cannot be read now. */
    static OptionalInt read(@Nullable Secret key) {
        if (key == null) {
            return OptionalInt.of(0);
        }
        try {
            return OptionalInt.of(key.reveal().hashCode());
        } catch (IllegalStateException e) {
            return OptionalInt.empty();
        }
    }

    @Nullable
    Secret key() {
        return key;
    }

    /** Of the key as it was last read. A call may be made with a newer one: then its refusal stops for a moment only. */
    int fingerprint() {
        return known;
    }

    @Nullable
    FailureKind why() {
        return why;
    }

    /** Rises with each stop. */
    int number() {
        return number;
    }

    /** Whether this failure, of a call with such a key, is a reason to stop. */
    boolean concerns(FailureKind kind, int fingerprint) {
        return OF_KEY.contains(kind) && fingerprint == known;
    }

    /** @return whether it is a stop of its own; the caller has the key checked at once, and then every second */
    boolean begin(FailureKind kind) {
        if (why != null) {
            return false;
        }
        why = kind;
        told = false;
        number++;
        return true;
    }

    boolean isOn(int stop) {
        return why != null && stop == number;
    }

    /**
     * Compares the key as it is now with the one that was refused.
     *
     * @param read what {@link #read} gave
     * @return whether it is another key, which ends the stop
     */
    boolean checked(OptionalInt read) {
        if (read.isPresent() && read.getAsInt() != known) {
            known = read.getAsInt();
            end("key changed");
            return true;
        }
        // Told only now: a call that began with the old key is no news of the new one.
        if (!told && why != null) {
            told = true;
            String reference = key == null ? "none" : key.toString();
            around.events().happened("key_refused", id, why.code(), Map.of("key", reference));
        }
        return false;
    }

    void end(String reason) {
        if (why != null && told) {
            around.events().happened("key_accepted", id, reason, Map.of());
        }
        why = null;
    }

    /** @param read what {@link #read} gave for the newer key */
    void follow(@Nullable Secret newer, OptionalInt read) {
        end("configuration changed");
        key = newer;
        known = read.orElse(0);
    }
}
