package dev.alize.connect.batch.source;

import dev.alize.connect.batch.LineId;
import dev.alize.connect.batch.source.LineParser.Parsed;
import dev.alize.connect.batch.source.LineStream.Line;
import dev.alize.schemas.batch.LineFault;
import dev.alize.schemas.batch.ResultLine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some lines of a file, read and parsed but not yet counted as read. Not thread-safe. */
final class LineBatch {
    private final BatchFile.Setting setting;
    private final String identity;
    private final List<Reading> readings = new ArrayList<>();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private final long errorsBefore;
    private FileProgress progress;

    LineBatch(BatchFile.Setting setting, String identity, FileProgress from) {
        this.setting = setting;
        this.identity = identity;
        this.progress = from;
        this.errorsBefore = from.errorBytes();
    }

    /**
     * Reads until the harvest is full or there is no further line.
     *
     * @param last whether the content is complete
     * @return whether there is no further line now
     */
    boolean read(LineStream lines, Harvest harvest, boolean last) throws IOException {
        while (!harvest.full()) {
            Line line = lines.next(last);
            if (line == null) {
                return true;
            }
            harvest.count(line.length());
            add(line);
        }
        return false;
    }

    private void add(Line line) {
        if (line.blank()) {
            progress = progress.blank(line);
            return;
        }
        if (line.tooLong()) {
            LineFault fault = new LineFault(
                    "",
                    "a line of " + line.length() + " bytes",
                    "at most " + setting.settings().lineMaxBytes());
            bad(line, null, "line_too_long", fault);
            return;
        }
        LineId id = new LineId(progress.batch(), progress.line() + 1);
        switch (setting.parser().parse(line.bytes(), id)) {
            case Parsed.Good good -> {
                progress = progress.request(line);
                readings.add(new Reading.Request(identity, progress, id, good.request()));
            }
            case Parsed.Bad bad -> bad(line, bad.customId(), bad.code(), bad.fault());
        }
    }

    private void bad(Line line, @Nullable String customId, String code, LineFault fault) {
        progress = progress.bad(line, append(customId, code, fault));
    }

    /** The content breaks off: what was begun of a line, and what would follow, is one bad line. */
    void damaged() {
        LineFault fault = new LineFault("", "content that cannot be decompressed", "a whole file");
        progress = progress.damaged(append(null, "damaged_file", fault));
    }

    /** @return length of the error file with the entry */
    private long append(@Nullable String customId, String code, LineFault fault) {
        errors.writeBytes(ResultLine.bytes(ResultLine.bad(customId, progress.line() + 1, code, fault)));
        return errorsBefore + errors.size();
    }

    /** Puts the bad lines on the disk. */
    void writeErrors(Path file) throws IOException {
        if (errors.size() > 0) {
            ErrorFile.write(file, errorsBefore, errors.toByteArray());
        }
    }

    /** Behind the last line that was read. */
    FileProgress progress() {
        return progress;
    }

    List<Reading> readings() {
        return readings;
    }
}
