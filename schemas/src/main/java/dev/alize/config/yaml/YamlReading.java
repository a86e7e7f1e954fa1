package dev.alize.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What came up while one file was read: problems, keys asked for and keys given. Used by one thread. */
public final class YamlReading {
    private final String file;
    private final List<Problem> problems = new ArrayList<>();
    private final List<YamlMap> maps = new ArrayList<>();
    private final Set<String> asked = new TreeSet<>();
    private final Map<String, Integer> given = new TreeMap<>();
    private final Map<String, String> named = new TreeMap<>();
    private final Map<String, String> same = new TreeMap<>();

    private final Outline outline;

    public YamlReading(String file) {
        this(file, new Outline());
    }

    /** @param outline takes what is asked for */
    public YamlReading(String file, Outline outline) {
        this.file = file;
        this.outline = outline;
    }

    Outline outline() {
        return outline;
    }

    /** Notes a problem; reading goes on. */
    public void report(int line, String path, String message) {
        problems.add(new Problem(file, line, path, message));
    }

    /** Notes a problem of a path; its line is that of the path, or of what is above it where the file does not give it. */
    public void report(String path, String message) {
        report(lineOf(path), path, message);
    }

    private int lineOf(String path) {
        Integer line = given.get(path);
        int dot = path.lastIndexOf('.');
        return line != null ? line : dot < 0 ? 1 : lineOf(path.substring(0, dot));
    }

    /**
     * Ends the reading: keys that nobody asked for and missing keys become problems. All problems, by line; a value that
     * was read twice has its problem once.
     */
    public List<Problem> finish() {
        maps.forEach(YamlMap::reportUnknownAndMissing);
        maps.clear();
        return problems.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Problem::line))
                .toList();
    }

    /** Every key that the reader knows, as a dotted path with {@code []} for an element of a list and {@code <name>} for a name of the user's choice. */
    public Set<String> asked() {
        return Set.copyOf(asked);
    }

    /** Every key that the file gives, in the same form as {@link #asked()}. */
    public Set<String> given() {
        return given.keySet().stream().map(this::general).collect(Collectors.toUnmodifiableSet());
    }

    void opened(YamlMap map) {
        maps.add(map);
    }

    void ask(String path) {
        asked.add(general(path));
    }

    /** Whether the file has a value at this path. */
    boolean gives(String path) {
        return path.isEmpty() || given.containsKey(path.replaceFirst("(\\[\\d+])+$", ""));
    }

    void give(String path, int line) {
        given.put(path, line);
    }

    /** What stands below a path is asked for under another. */
    void name(String path, String general) {
        named.put(path, general);
        ask(path);
    }

    /** The keys below a path are those below another: they are known, and documented, once. */
    void same(String path, String other) {
        outline.same(general(path), other);
        same.put(path + ".", other + ".");
    }

    /** With {@code []} and {@code <name>}. */
    String general(String path) {
        String found = path;
        for (Map.Entry<String, String> prefix : same.entrySet()) {
            if (path.startsWith(prefix.getKey())) {
                found = prefix.getValue() + path.substring(prefix.getKey().length());
            }
        }
        for (Map.Entry<String, String> name : named.entrySet()) {
            if (path.equals(name.getKey()) || path.startsWith(name.getKey() + ".")) {
                found = name.getValue() + path.substring(name.getKey().length());
            }
        }
        return found.replaceAll("\\[\\d+]", "[]");
    }
}
