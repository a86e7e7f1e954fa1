package dev.alize.connect.transform;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/** How many bytes a record may still take. One thread uses it. */
final class Room {
    private int left;

    Room(int bytes) {
        left = bytes;
    }

    /** Takes bytes if they are left, else nothing. */
    boolean take(int bytes) {
        if (bytes > left) {
            return false;
        }
        left -= bytes;
        return true;
    }

    /** How many bytes a text takes; none where it is null. */
    static int size(@Nullable String text) {
        return text == null ? 0 : text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** How many bytes a header takes about: name and value, the value as a text where it is no bytes. */
    static int size(Header header) {
        Object value = header.value();
        return size(header.key())
                + (value instanceof byte[] bytes ? bytes.length : size(value == null ? null : value.toString()));
    }
}
