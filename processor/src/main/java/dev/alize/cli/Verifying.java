package dev.alize.cli;

import dev.alize.audit.chain.SealCheck;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import dev.alize.trail.verify.ResultText;
import dev.alize.trail.verify.Verification;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a report can say what the chains are worth.
 *
 * @param check null where there is no key
 * @param missing why there is none; null where there is one
 */
record Verifying(@Nullable SealCheck check, @Nullable String missing) {
    /** What verifying gave, or why nothing was verified; a sentence. */
    String sentence(Trail trail, Window window, Consumer<Trail.Progress> progress) throws InterruptedException {
        return check == null
                ? "The chains were not verified for this report: " + missing + "."
                : ResultText.sentence(Verification.of(trail, window, check, progress));
    }
}
