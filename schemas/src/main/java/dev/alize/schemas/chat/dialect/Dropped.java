package dev.alize.schemas.chat.dialect;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The names of what a translation left out or changed with a loss. Not thread-safe. */
final class Dropped {
    /** Names are the caller's words as well: what does not look like a member's name may be anything. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");

    private final TreeSet<String> names = new TreeSet<>();

    /** A member by the name that this package knows. */
    void known(String name) {
        names.add(name);
    }

    /** The same, unless it was not there to be dropped. */
    void unless(boolean absent, String name) {
        if (!absent) {
            names.add(name);
        }
    }

    /** A member by a name that came with the request. */
    void add(String path, String name) {
        names.add(path + (NAME.matcher(name).matches() ? name : "(other)"));
    }

    List<String> names() {
        return List.copyOf(names);
    }
}
