package dev.alize.connect.batch.source;

import static java.util.Objects.requireNonNull;

import dev.alize.connect.batch.BatchEnd;
import dev.alize.connect.batch.BatchEnd.Ending;
import dev.alize.connect.batch.source.FileProgress.End;
import dev.alize.connect.batch.source.LineStream.Line;
import dev.alize.connect.batch.source.Listing.Found;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One file being read: finds where to go on, reads on, and ends. A failure leaves the progress as it was, and the next
 * call begins there again. Not thread-safe.
 */
final class BatchFile implements Closeable {
    /**
     * What all files of a task share.
     *
     * @param connector name of the connector, part of the batch ids
     * @param committed the source offset of an identity, null where there is none; asked once per file
     */
    record Setting(
            String connector,
            SourceSettings settings,
            LineParser parser,
            Function<String, @Nullable Map<String, Object>> committed) {}

    private final Setting setting;
    private final FileWatch watch;
    private @Nullable String identity;
    private @Nullable FileProgress progress;
    private @Nullable LineStream lines;
    /** The least number of the next life: set where the file was replaced in place. */
    private long nextLife = 1;
    /** Size of the file, where all of it was read and it is not complete. */
    private long exhaustedAt = -1;

    BatchFile(Setting setting, FileWatch watch) {
        this.setting = setting;
        this.watch = watch;
    }

    FileWatch watch() {
        return watch;
    }

    /** Identity of the file; null before it was read. */
    @Nullable
    String identity() {
        return identity;
    }

    boolean ended() {
        return progress != null && progress.ended();
    }

    /** Whether a call of {@link #read} may give something. */
    boolean hasWork(long now) {
        if (ended() || (watch.missing() && lines == null && !watch.vanished(now))) {
            return false;
        }
        boolean packed = compression() != Compression.NONE;
        return watch.complete(now) || (!packed && watch.found().size() != exhaustedAt);
    }

    private Compression compression() {
        return Compression.of(watch.found().name());
    }

    /** Whether nothing was read of it and nothing can be any more. */
    boolean isGone(long now) {
        return watch.vanished(now) && lines == null && (progress == null || ended() || progress.line() == 0);
    }

    /**
     * Reads on as far as the bounds allow.
     *
     * @throws IOException where the file cannot be read, or its error file cannot be written
     */
    void read(Harvest harvest, long now) throws IOException {
        try {
            boolean last = watch.complete(now);
            Found found = watch.found();
            if (watch.missing() && lines == null) {
                vanish(harvest, now);
            } else if (begin(found, last)) {
                readOn(harvest, found, last, now);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void vanish(Harvest harvest, long now) {
        if (identity != null && progress != null && !progress.ended()) {
            end(harvest, progress, Ending.VANISHED, End.VANISHED, now);
        }
    }

    private boolean begin(Found found, boolean last) throws IOException {
        if (progress == null) {
            Optional<String> known = Identity.of(found, last);
            found.again();
            if (known.isEmpty()) {
                exhaustedAt = found.size();
                return false;
            }
            identity = known.get();
            FileProgress from = start(identity, found);
            if (ErrorFile.length(found.path()) < from.errorBytes()) {
                follow(from, found);
            }
            progress = from.under(found.name());
        }
        return !progress.ended();
    }

    /** Has the error file follow where the file was renamed. */
    void follow() throws IOException {
        FileProgress at = progress;
        Found found = watch.found();
        if (at != null && !at.errorName().equals(found.name())) {
            follow(at, found);
            progress = at.under(found.name());
        }
    }

    private static void follow(FileProgress at, Found found) throws IOException {
        if (at.errorBytes() > 0 && !at.errorName().equals(found.name())) {
            ErrorFile.follow(found.path().resolveSibling(at.errorName()), found.path());
        }
    }

    /** Whether an error file belongs to it. */
    boolean hasErrors() {
        return progress != null && progress.errorBytes() > 0;
    }

    private FileProgress start(String key, Found found) throws IOException {
        Map<String, Object> committed =
                nextLife > 1 ? null : setting.committed().apply(key);
        if (committed == null) {
            return fresh(key, found, nextLife);
        }
        FileProgress before = FileProgress.ofOffset(committed);
        if (!before.ended() || before.end().isOf(found)) {
            return before;
        }
        if (onlyTimeChanged(found, before)) {
            return before.ended(new End(found.size(), found.modified()));
        }
        if (grew(found, before)) {
            return before.rest(batch(key, found, before.life() + 1));
        }
        return fresh(key, found, before.life() + 1);
    }

    private FileProgress fresh(String key, Found found, long life) {
        return FileProgress.fresh(batch(key, found, life), found.name(), life);
    }

    private String batch(String key, Found found, long life) {
        return Identity.batch(setting.connector(), found.name(), key, life);
    }

    /** Whether the content is what was read up to the end, all of it; reads the file once more. */
    private boolean onlyTimeChanged(Found found, FileProgress ended) throws IOException {
        if (ended.content() == FileProgress.UNKNOWN || !ended.end().isAsLongAs(found)) {
            return false;
        }
        Compression compression = Compression.of(found.name());
        try (InputStream content = compression.open(found.path(), 0);
                LineStream again = new LineStream(content, 0, setting.settings().lineMaxBytes())) {
            long crc = 0;
            for (Line line = again.next(true); line != null; line = again.next(true)) {
                crc = FileProgress.content(crc, line);
            }
            return again.position() == ended.position() && crc == ended.content();
        } catch (IOException e) {
            if (!compression.isDamage(e)) {
                throw e;
            }
            return false;
        }
    }

    /** Whether something was added behind the end, and what is before it is as it was. */
    private static boolean grew(Found found, FileProgress ended) throws IOException {
        if (!ended.end().isBefore(found)) {
            return false;
        }
        try (InputStream content = openBehindMark(found, ended)) {
            return content != null;
        } catch (IOException e) {
            if (!Compression.of(found.name()).isDamage(e)) {
                throw e;
            }
            return false;
        }
    }

    /** The content at the position; null where another content stands before it. */
    private static @Nullable InputStream openBehindMark(Found found, FileProgress progress) throws IOException {
        FileProgress.Mark mark = progress.mark();
        InputStream content = null;
        boolean fits = false;
        try {
            content = Compression.of(found.name()).open(found.path(), mark.start());
            fits = mark.fits(content.readNBytes(mark.length()));
            content.skipNBytes(fits ? progress.position() - mark.start() - mark.length() : 0);
        } catch (EOFException shorter) {
            if (progress.position() == 0) {
                throw shorter;
            }
            fits = false;
        } finally {
            if (!fits && content != null) {
                content.close();
            }
        }
        return fits ? content : null;
    }

    private void readOn(Harvest harvest, Found found, boolean last, long now) throws IOException {
        FileProgress from = requireNonNull(progress);
        LineBatch batch = new LineBatch(setting, requireNonNull(identity), from);
        try {
            if (lines == null) {
                InputStream content = openBehindMark(found, from);
                if (content != null) {
                    lines = new LineStream(
                            content, from.position(), setting.settings().lineMaxBytes());
                }
                found.again();
                if (lines == null) {
                    replaced(harvest, found, from, now);
                    return;
                }
            } else if (truncated(found, from)) {
                replaced(harvest, found, from, now);
                return;
            }
            boolean exhausted = batch.read(lines, harvest, last);
            keep(harvest, found, batch);
            if (exhausted) {
                exhausted(harvest, found, last, now);
            }
        } catch (IOException e) {
            if (!Compression.of(found.name()).isDamage(e)) {
                throw e;
            }
            batch.damaged();
            keep(harvest, found, batch);
            end(harvest, requireNonNull(progress), Ending.DAMAGED, endOf(found), now);
        }
    }

    /** Looks again, since what is known of the size may be older than what was read. */
    private static boolean truncated(Found found, FileProgress from) throws IOException {
        if (Compression.of(found.name()) != Compression.NONE || found.size() >= from.position()) {
            return false;
        }
        try {
            return found.again().size() < from.position();
        } catch (NoSuchFileException vanished) {
            return false;
        }
    }

    private void keep(Harvest harvest, Found found, LineBatch batch) throws IOException {
        batch.writeErrors(found.path());
        progress = batch.progress();
        harvest.addAll(batch.readings());
    }

    private void exhausted(Harvest harvest, Found found, boolean last, long now) throws IOException {
        FileProgress at = requireNonNull(progress);
        End end = endOf(found);
        if (last && watch.missing()) {
            end(harvest, at, Ending.VANISHED, End.VANISHED, now);
            return;
        }
        if (last && end.size() == found.size()) {
            end(harvest, at, Ending.COMPLETE, end, now);
            return;
        }
        if (!last) {
            exhaustedAt = at.position() + requireNonNull(lines).begun();
        }
        close();
    }

    private static End endOf(Found found) throws IOException {
        try {
            Found now = found.again();
            return new End(now.size(), now.modified());
        } catch (NoSuchFileException renamed) {
            return new End(found.size(), found.modified());
        }
    }

    /** The file became shorter, or another content: what it was ends, and what it is begins. */
    private void replaced(Harvest harvest, Found found, FileProgress before, long now) throws IOException {
        beginAnew(found, before);
        end(harvest, before, Ending.TRUNCATED, End.TRUNCATED, now);
        progress = null;
    }

    private void beginAnew(Found found, FileProgress before) throws IOException {
        close();
        if (before.errorBytes() > 0) {
            ErrorFile.setAside(found.path());
        }
        nextLife = before.life() + 1;
        progress = null;
        exhaustedAt = -1;
    }

    private void end(Harvest harvest, FileProgress before, Ending how, End with, long now) {
        FileProgress at = before.ended(with);
        BatchEnd end = new BatchEnd(
                at.batch(),
                setting.settings().tenant(),
                at.name(),
                at.requests(),
                at.badLines(),
                at.line(),
                how,
                Instant.ofEpochMilli(now));
        harvest.addAll(List.of(new Reading.Ended(requireNonNull(identity), at, end)));
        progress = at;
    }

    /** Whether an ended file grew or was overwritten since; then what is new is a batch of its own and is read next. */
    boolean goesOn(Found now) throws IOException {
        FileProgress at = requireNonNull(progress);
        if (at.end().isOf(now)) {
            return false;
        }
        if (onlyTimeChanged(now, at)) {
            progress = at.ended(new End(now.size(), now.modified()));
            return false;
        }
        if (grew(now, at)) {
            progress = at.rest(batch(requireNonNull(identity), now, at.life() + 1));
            exhaustedAt = -1;
        } else {
            beginAnew(now, at);
        }
        return true;
    }

    /** Closes the file; a further {@link #read} opens it again. */
    @Override
    public void close() {
        if (lines != null) {
            try {
                lines.close();
            } catch (IOException e) {
                // Nothing was written to it.
            }
            lines = null;
        }
    }
}
