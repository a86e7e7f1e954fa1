package dev.alize.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The text of a file, read again when its modification time has changed, which is looked at once a second at most; a
 * failure is kept as long. Thread-safe: threads share one immutable snapshot, and at worst two read the file at once.
 */
final class SecretFile {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Path path;
    private final InstantSource clock;
    private volatile @Nullable Snapshot snapshot;

    /** What was seen: a text, or why there is none. */
    private record Snapshot(
            Instant seen,
            @Nullable FileTime modified,
            String text,
            @Nullable String failure) {
        boolean isFresh(Instant now) {
            return !now.isBefore(seen) && now.isBefore(seen.plus(LOOK_EVERY));
        }
    }

    SecretFile(Path path, InstantSource clock) {
        this.path = path;
        this.clock = clock;
    }

    /**
     * The text without line breaks at its end.
     *
     * @throws IllegalStateException where the file is missing, unreadable or empty; names the file
     */
    String read() {
        Instant now = clock.instant();
        Snapshot last = snapshot;
        Snapshot current = last != null && last.isFresh(now) ? last : look(last, now);
        snapshot = current;
        if (current.failure() != null) {
            throw new IllegalStateException("file " + path + ": " + current.failure() + "; expected a secret");
        }
        return current.text();
    }

    private Snapshot look(@Nullable Snapshot last, Instant now) {
        try {
            FileTime modified = Files.getLastModifiedTime(path);
            if (last != null && modified.equals(last.modified())) {
                return new Snapshot(now, modified, last.text(), last.failure());
            }
            String text = Files.readString(path).replaceAll("[\\r\\n]+$", "");
            return new Snapshot(now, modified, text, text.isBlank() ? "the file is empty" : null);
        } catch (NoSuchFileException e) {
            return new Snapshot(now, null, "", "the file does not exist");
        } catch (IOException e) {
            return new Snapshot(
                    now, null, "", "the file cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }
}
