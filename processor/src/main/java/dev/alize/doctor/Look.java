package dev.alize.doctor;

import dev.alize.diagnosis.Severity;
import java.util.List;

/**
 * One look that is made, on a thread of its own. May block and may fail.
 *
 * @param ifSilent how bad it is where it fails or does not end
 * @param probe the look
 */
public record Look(Area area, String about, Severity ifSilent, Probe probe) {
    /** Looks, and says what it means. */
    @FunctionalInterface
    public interface Probe {
        /** Throws what kept it from looking; the message is fit for people. */
        List<Finding> look() throws Exception;
    }
}
