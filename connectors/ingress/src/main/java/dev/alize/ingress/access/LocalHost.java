package dev.alize.ingress.access;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names by which a machine calls itself. Without keys every other {@code Host} is refused: a page of another site whose
 * name was made to resolve to 127.0.0.1 would be served else.
 */
public final class LocalHost {
    private LocalHost() {}

    /** @param host the {@code Host} header or {@code :authority}, with or without a port; null where there is none */
    public static boolean isOne(@Nullable String host) {
        if (host == null) {
            return false;
        }
        String name = host.strip().toLowerCase(Locale.ROOT);
        if (name.startsWith("[")) {
            return name.matches("\\[(::1|0:0:0:0:0:0:0:1)](:\\d{1,5})?");
        }
        String plain = name.replaceFirst(":\\d{1,5}$", "");
        return plain.equals("localhost")
                || plain.endsWith(".localhost")
                || plain.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
    }
}
