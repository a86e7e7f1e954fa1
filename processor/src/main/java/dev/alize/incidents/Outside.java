package dev.alize.incidents;

import dev.alize.diagnosis.PageStatus;
import java.util.Optional;

/** What is known beside the audit trail. Asked by a stream thread: answers at once. */
public interface Outside {
    /** Knows nothing. */
    Outside NOTHING = new Outside() {
        @Override
        public PageStatus page(String provider) {
            return PageStatus.NONE;
        }

        @Override
        public boolean isProbed(String target) {
            return false;
        }

        @Override
        public Optional<String> blindSpot() {
            return Optional.empty();
        }
    };

    /** What the public status page of a provider says now. */
    PageStatus page(String provider);

    /** Whether the health of a target is probed. */
    boolean isProbed(String target);

    /** What the monitoring is known to miss, as a sentence without its full stop; empty where nothing is. */
    Optional<String> blindSpot();
}
