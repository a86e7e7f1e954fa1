package dev.alize.trail.verify;

import dev.alize.audit.chain.SealCheck;
import dev.alize.trail.Extent;
import dev.alize.trail.FileTrail;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Trail;
import dev.alize.trail.Window;
import java.time.Instant;
import java.util.function.Consumer;

/** Verifies a window of a trail; reads its checkpoints, then its records. */
public final class Verification {
    private Verification() {}

    /**
     * What it gave.
     *
     * @param window of an exported file, only what was exported
     * @param check knows the public keys
     */
    public static Result of(Trail trail, Window window, SealCheck check, Consumer<Trail.Progress> progress)
            throws InterruptedException {
        Instant now = Instant.now();
        Instant kept = Instant.EPOCH;
        Window meant = window;
        if (trail instanceof FileTrail file) {
            now = file.exportedAt();
            kept = file.kept();
            meant = common(window, file.window());
        } else if (trail instanceof KafkaTrail topic) {
            kept = topic.retention().map(now::minus).orElse(Instant.EPOCH);
        }
        Seals seals = new Seals(check, meant.from(), meant.to());
        trail.seals(seals::add);
        Verifier verifier = new Verifier(seals, Terms.of(meant.from(), meant.to(), kept, now));
        trail.read(Extent.bytes(meant), verifier::take, progress);
        return verifier.result();
    }

    private static Window common(Window one, Window other) {
        Instant from = one.from().isAfter(other.from()) ? one.from() : other.from();
        Instant to = one.to().isBefore(other.to()) ? one.to() : other.to();
        return from.isBefore(to) ? new Window(from, to) : new Window(from, from.plusMillis(1));
    }
}
