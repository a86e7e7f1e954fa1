package dev.alize.provider;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes the data of events out of a stream of {@code text/event-stream}, as the HTML standard lays it down, whatever
 * the parts the stream comes in. Only data counts: comments and the fields {@code event}, {@code id} and {@code retry}
 * are passed over, as are events without data. A byte is looked at once and copied a fixed number of times on average,
 * however small the parts.
 *
 * <p>Bounds nothing itself: it keeps at most one line and the data of one event. Not thread-safe.
 */
final class EventFrames {
    private static final byte[] NOTHING = {};
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] DATA = {'d', 'a', 't', 'a'};

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private byte[] part = NOTHING;
    private int at;
    private boolean inData;
    private boolean afterReturn;
    private boolean started;

    /** Goes on with a part, once {@link #next()} has nothing more of the last one; keeps it until then. */
    void add(byte[] next) {
        part = next;
        at = 0;
    }

    /** The data of the next event that is complete, never empty; null where it needs another part. */
    byte @Nullable [] next() {
        while (skipLineFeed()) {
            int end = endOfLine();
            if (end == part.length) {
                line.write(part, at, end - at);
                break;
            }
            byte[] event = takeLine(end);
            if (event != null) {
                return event;
            }
        }
        add(NOTHING);
        return null;
    }

    /** Bytes of the line and the event that are not complete yet. */
    int pending() {
        return line.size() + data.size();
    }

    /** The data of an event that the stream ended within, maybe empty; nothing can be added afterwards. */
    byte[] rest() {
        read(line.toByteArray(), 0, line.size());
        return data.toByteArray();
    }

    /** Passes over the second half of CR LF; false at the end of the part. */
    private boolean skipLineFeed() {
        if (afterReturn && at < part.length) {
            afterReturn = false;
            at += part[at] == '\n' ? 1 : 0;
        }
        return at < part.length;
    }

    private int endOfLine() {
        int end = at;
        while (end < part.length && part[end] != '\n' && part[end] != '\r') {
            end++;
        }
        return end;
    }

    private byte @Nullable [] takeLine(int end) {
        int begin = at;
        afterReturn = part[end] == '\r';
        at = end + 1;
        if (line.size() == 0) {
            return takeLine(part, begin, end);
        }
        line.write(part, begin, end - begin);
        byte[] whole = line.toByteArray();
        line.reset();
        return takeLine(whole, 0, whole.length);
    }

    private byte @Nullable [] takeLine(byte[] bytes, int from, int to) {
        read(bytes, from, to);
        boolean endOfEvent = from == to;
        if (!endOfEvent) {
            return null;
        }
        byte[] event = data.size() == 0 ? null : data.toByteArray();
        data.reset();
        inData = false;
        return event;
    }

    /** Adds the line to the data where it is a line of data. */
    private void read(byte[] bytes, int from, int to) {
        int name = started ? from : from + markLength(bytes, from, to);
        started = true;
        int colon = name + DATA.length;
        if (to < colon || !Arrays.equals(bytes, name, colon, DATA, 0, DATA.length)) {
            return;
        }
        if (to > colon && bytes[colon] != ':') {
            return;
        }
        if (inData) {
            data.write('\n');
        }
        inData = true;
        int value = to > colon + 1 && bytes[colon + 1] == ' ' ? colon + 2 : Math.min(to, colon + 1);
        data.write(bytes, value, to - value);
    }

    private static int markLength(byte[] bytes, int from, int to) {
        int mark = BYTE_ORDER_MARK.length;
        return to - from >= mark && Arrays.equals(bytes, from, from + mark, BYTE_ORDER_MARK, 0, mark) ? mark : 0;
    }
}
