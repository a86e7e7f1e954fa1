package dev.alize.connect.batch.source;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How it shows that nothing will be added to a file. A marker file {@code <name>.done} shows it in every case. */
enum Completion {
    /** The file has not changed for a while. */
    QUIET,
    /** Only by the marker. */
    MARKER,
    /** By its being there: whoever writes it, writes it under another name and renames it. */
    RENAME;

    static Completion of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    static List<String> texts() {
        return Arrays.stream(values())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList();
    }
}
