package dev.alize.config.yaml;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What readers ask for at each place of a file, gathered over several readings. Paths are general: {@code []} for an
 * element of a list, {@code <name>} for a name of the user's choice. Used by one thread.
 */
public final class Outline {
    private final Map<String, Place> places = new TreeMap<>();

    /** One place of the file. */
    public static final class Place {
        private final Set<Map<String, Object>> scalars = new LinkedHashSet<>();
        private final Map<String, String> aliases = new TreeMap<>();
        private final Set<String> keys = new LinkedHashSet<>();
        private final Set<String> missed = new LinkedHashSet<>();
        private final Set<String> dispensable = new LinkedHashSet<>();
        private boolean map;
        private boolean list;
        private boolean open;
        private boolean named;
        private String same = "";

        /** JSON Schemas of the single values that were asked for. */
        public Set<Map<String, Object>> scalars() {
            return scalars;
        }

        public boolean isMap() {
            return map;
        }

        public boolean isList() {
            return list;
        }

        /** Whether a map takes any key. */
        public boolean isOpen() {
            return open;
        }

        /** Whether the keys of a map are names of the user's choice. */
        public boolean isNamed() {
            return named;
        }

        /** The keys that a map can have. */
        public Set<String> keys() {
            return keys;
        }

        /** Other words for keys: the key by its alias. */
        public Map<String, String> aliases() {
            return aliases;
        }

        /** The path below which the keys of this map are described; empty: its own. */
        public String same() {
            return same;
        }

        /** Whether the absence of a key is a mistake whatever else the map has. */
        public boolean requires(String key) {
            return missed.contains(key) && !dispensable.contains(key);
        }
    }

    /** An empty place where nothing was asked for. */
    public Place at(String path) {
        return places.computeIfAbsent(path, name -> new Place());
    }

    void scalar(String path, Format<?> format) {
        at(path).scalars.add(new LinkedHashMap<>(format.schema()));
    }

    void list(String path) {
        at(path).list = true;
    }

    void map(String path) {
        at(path).map = true;
    }

    void open(String path) {
        at(path).open = true;
    }

    void named(String path) {
        at(path).named = true;
    }

    void same(String path, String other) {
        at(path).same = other;
    }

    void alias(String path, String key, String alias) {
        at(path).aliases.put(alias, key);
    }

    void key(String path, String key) {
        at(path).keys.add(key);
    }

    void absent(String path, String key, boolean missed) {
        (missed ? at(path).missed : at(path).dispensable).add(key);
    }
}
