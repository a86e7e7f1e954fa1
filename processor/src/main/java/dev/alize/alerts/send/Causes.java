package dev.alize.alerts.send;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an exception may say of itself in a log: its kind, never its message. */
final class Causes {
    private static final int DEEPEST = 5;

    private Causes() {}

    /** Simple names of it and of what caused it. */
    static String names(Throwable failure) {
        List<String> names = new ArrayList<>();
        Throwable one = failure;
        while (one != null && names.size() < DEEPEST) {
            String name = one.getClass().getSimpleName();
            if (!names.contains(name)) {
                names.add(name);
            }
            one = one.getCause();
        }
        return String.join(", ", names);
    }

    static boolean has(@Nullable Throwable failure, Class<? extends Throwable> kind) {
        int depth = 0;
        for (Throwable one = failure; one != null && depth < DEEPEST; one = one.getCause()) {
            if (kind.isInstance(one)) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
