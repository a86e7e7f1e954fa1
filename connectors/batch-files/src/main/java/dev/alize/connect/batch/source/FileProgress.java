package dev.alize.connect.batch.source;

import dev.alize.connect.batch.source.LineStream.Line;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * How far a file is read; the source offset of its records.
 *
 * @param batch id of the batch the file is, 32 hexadecimal digits
 * @param name of the file when it was first seen
 * @param life which file with this identity, from 1: an inode is used again, and a file may be replaced in place
 * @param position behind the last line, in bytes of the unpacked content
 * @param line number of the last line, blank ones counted; 0 before the first
 * @param requests lines that became requests
 * @param badLines lines that did not
 * @param errorBytes length of the error file beside the file
 * @param errorName name of the file when its error file was last written or moved
 * @param mark of the last line, by which another content is noticed
 * @param content checksum of all lines up to the position; {@link #UNKNOWN} where an earlier version read some of them
 * @param end whether and with what attributes the file ended
 */
record FileProgress(
        String batch,
        String name,
        long life,
        long position,
        long line,
        long requests,
        long badLines,
        long errorBytes,
        String errorName,
        Mark mark,
        long content,
        End end) {
    static final long UNKNOWN = -1;

    private static final int MARK_BYTES = 1024;

    /**
     * The last bytes before a position, without line feed and carriage return.
     *
     * @param start position of the first byte of the mark
     * @param length in bytes; 0 where nothing is to be compared
     */
    record Mark(long start, int length, long crc) {
        static final Mark NONE = new Mark(0, 0, 0);

        static Mark of(Line line) {
            int length = Math.min(line.bytes().length, MARK_BYTES);
            byte[] bytes = line.bytes();
            long lineStart = line.end() - line.length() - (line.ended() ? 1 : 0);
            return new Mark(lineStart + bytes.length - length, length, crc(bytes, bytes.length - length, length));
        }

        boolean fits(byte[] bytes) {
            return bytes.length == length && crc(bytes, 0, length) == crc;
        }

        private static long crc(byte[] bytes, int from, int length) {
            CRC32C crc = new CRC32C();
            crc.update(bytes, from, length);
            return crc.getValue();
        }
    }

    /**
     * The end of a file.
     *
     * @param size of the file in bytes when it ended; -1 while it has not, -2 where no file is the same
     * @param modified when it was last modified, in milliseconds; -1 where it vanished
     */
    record End(long size, long modified) {
        static final End NOT_YET = new End(-1, 0);
        static final End TRUNCATED = new End(-2, 0);
        static final End VANISHED = new End(0, -1);

        /** Whether a file is as it was when it ended. */
        boolean isOf(Listing.Found file) {
            return size == file.size() && modified == file.modified();
        }

        /** Whether a file has as many bytes as when it ended. */
        boolean isAsLongAs(Listing.Found file) {
            return size == file.size() && modified != VANISHED.modified;
        }

        /** Whether a file may have gone on behind this end: it grew, or came back. */
        boolean isBefore(Listing.Found file) {
            return size >= 0 && (modified == VANISHED.modified || file.size() > size);
        }
    }

    static FileProgress fresh(String batch, String name, long life) {
        return new FileProgress(batch, name, life, 0, 0, 0, 0, 0, name, Mark.NONE, 0, End.NOT_YET);
    }

    boolean ended() {
        return !end.equals(End.NOT_YET);
    }

    /** Behind a blank line. */
    FileProgress blank(Line read) {
        return behind(read, 0, 0, errorBytes);
    }

    /** Behind a line that became a request. */
    FileProgress request(Line read) {
        return behind(read, 1, 0, errorBytes);
    }

    /** Behind a line that did not, with the length of the error file behind its entry. */
    FileProgress bad(Line read, long newErrorBytes) {
        return behind(read, 0, 1, newErrorBytes);
    }

    private FileProgress behind(Line read, int request, int bad, long newErrorBytes) {
        return new FileProgress(
                batch,
                name,
                life,
                read.end(),
                line + 1,
                requests + request,
                badLines + bad,
                newErrorBytes,
                errorName,
                Mark.of(read),
                content == UNKNOWN ? UNKNOWN : content(content, read),
                end);
    }

    /** The checksum behind a further line. @param before up to that line; 0 before the first */
    static long content(long before, Line line) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(before)
                .putLong(line.end())
                .flip());
        crc.update(line.bytes());
        return crc.getValue();
    }

    /** The same with a bad piece that has no end: of a damaged content. */
    FileProgress damaged(long newErrorBytes) {
        return new FileProgress(
                batch,
                name,
                life,
                position,
                line + 1,
                requests,
                badLines + 1,
                newErrorBytes,
                errorName,
                mark,
                content,
                end);
    }

    FileProgress ended(End with) {
        return new FileProgress(
                batch, name, life, position, line, requests, badLines, errorBytes, errorName, mark, content, with);
    }

    /** The same with its error file beside the file's new name. */
    FileProgress under(String newName) {
        return new FileProgress(
                batch, name, life, position, line, requests, badLines, errorBytes, newName, mark, content, end);
    }

    /** What was added to the file after its end, as a batch of its own. */
    FileProgress rest(String newBatch) {
        return new FileProgress(
                newBatch, name, life + 1, position, line, 0, 0, errorBytes, errorName, mark, content, End.NOT_YET);
    }

    /** As a source offset. */
    Map<String, Object> toOffset() {
        Map<String, Object> offset = new HashMap<>();
        offset.put("batch", batch);
        offset.put("name", name);
        offset.put("life", life);
        offset.put("position", position);
        offset.put("line", line);
        offset.put("requests", requests);
        offset.put("bad_lines", badLines);
        offset.put("error_bytes", errorBytes);
        offset.put("error_name", errorName);
        offset.put("mark_start", mark.start());
        offset.put("mark_length", (long) mark.length());
        offset.put("mark_crc", mark.crc());
        offset.put("content_crc", content);
        offset.put("end_size", end.size());
        offset.put("end_modified", end.modified());
        return offset;
    }

    /** @throws IllegalArgumentException where a member is missing or of another kind */
    static FileProgress ofOffset(Map<String, Object> offset) {
        return new FileProgress(
                text(offset, "batch"),
                text(offset, "name"),
                number(offset, "life"),
                number(offset, "position"),
                number(offset, "line"),
                number(offset, "requests"),
                number(offset, "bad_lines"),
                number(offset, "error_bytes"),
                offset.containsKey("error_name") ? text(offset, "error_name") : text(offset, "name"),
                new Mark(number(offset, "mark_start"), (int) number(offset, "mark_length"), number(offset, "mark_crc")),
                offset.containsKey("content_crc") ? number(offset, "content_crc") : UNKNOWN,
                new End(number(offset, "end_size"), number(offset, "end_modified")));
    }

    private static String text(Map<String, Object> offset, String name) {
        if (offset.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("source offset, " + name + ": expected a text");
    }

    private static long number(Map<String, Object> offset, String name) {
        if (offset.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("source offset, " + name + ": expected a number");
    }
}
