package dev.alize.config.yaml;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;

/** A map of the file. A key that was not asked for until the end of the reading is reported as unknown. */
public final class YamlMap {
    private final YamlReading reading;
    private final String path;
    private final int line;
    private final boolean usable;
    private final Map<String, Entry> entries;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private @Nullable YamlMap base;

    /** A key with the line on which it stands. */
    record Entry(int line, YamlValue value) {}

    /** A map that is not usable stands for a value of another type: its missing keys are nothing to report. */
    YamlMap(YamlReading reading, String path, int line, boolean usable, Node node) {
        this.reading = reading;
        this.path = path;
        this.line = line;
        this.usable = usable;
        this.entries = new LinkedHashMap<>(Entries.of(reading, path, node));
        entries.forEach((key, entry) -> reading.give(below(key), entry.line()));
        reading.opened(this);
    }

    /** This map, which has the values of another one too where it has none of its own. */
    public YamlMap over(YamlMap other) {
        base = other;
        return this;
    }

    /** This map, whose keys are those of another one: they are documented once, under its path. */
    public YamlMap likewise(YamlMap other) {
        reading.same(path, other.path);
        return this;
    }

    /** A value of any type. */
    public Optional<YamlValue> value(String key) {
        ask(key);
        return Optional.ofNullable(entry(key)).map(Entry::value);
    }

    private @Nullable Entry entry(String key) {
        Entry own = entries.get(key);
        return own != null || base == null ? own : base.entry(key);
    }

    /** A value, or nothing where the key is absent or its value was reported. */
    public <T> Optional<T> find(String key, Format<T> format) {
        return value(key).flatMap(value -> value.as(format));
    }

    /** A value, or the default where the key is absent or its value was reported. */
    public <T> T get(String key, Format<T> format, T otherwise) {
        return find(key, format).orElse(otherwise);
    }

    /** A value without which there is nothing to configure; empty only where a problem was reported. */
    public <T> Optional<T> require(String key, Format<T> format) {
        requireKey(key, format.expected());
        return find(key, format);
    }

    /** Reports the key as missing where it is absent; expected says what it should hold. */
    public void requireKey(String key, String expected) {
        ask(key);
        if (!has(key)) {
            missing.put(key, expected);
        }
    }

    /** A map with defaults for everything: absent is the same as empty. */
    public YamlMap block(String key) {
        return findBlock(key).orElseGet(() -> new YamlMap(reading, below(key), line, usable, Entries.NONE));
    }

    /** A map that may be absent. */
    public Optional<YamlMap> findBlock(String key) {
        return value(key).map(YamlValue::map);
    }

    /** The elements of a list; none where the key is absent. */
    public List<YamlValue> list(String key) {
        return value(key).map(YamlValue::list).orElse(List.of());
    }

    /** Every value that was not asked for by name, by key; counts as asked from now on. */
    public Map<String, YamlValue> rest() {
        reading.outline().open(reading.general(path));
        return unasked();
    }

    /** As {@link #rest}, of keys that should not be there and are to be reported. */
    public Map<String, YamlValue> unasked() {
        Map<String, YamlValue> rest = new LinkedHashMap<>();
        entries.forEach((key, entry) -> {
            if (asked.add(key)) {
                rest.put(key, entry.value());
            }
        });
        return rest;
    }

    /** Every value of a map whose keys are names that the user chooses, by name. */
    public Map<String, YamlValue> byName() {
        entries.keySet().forEach(name -> reading.name(below(name), below("<name>")));
        reading.outline().named(reading.general(path));
        return unasked();
    }

    /** The key or its alias, whichever is given; that both are given is reported. */
    public String either(String key, String alias) {
        ask(key);
        asked.add(alias);
        reading.outline().alias(reading.general(path), key, alias);
        if (has(key) && has(alias)) {
            problem(alias, "is another word for '" + key + "', which is given too; expected one of them");
        }
        return has(alias) ? alias : key;
    }

    public boolean has(String key) {
        reading.outline().key(reading.general(path), key);
        return entry(key) != null;
    }

    /** Notes a problem of this map as a whole. */
    public void problem(String message) {
        reading.report(line, path, message);
    }

    /** Notes a problem of a key, at the line of its value, or of this map where the key is absent. */
    public void problem(String key, String message) {
        Entry entry = entries.get(key);
        reading.report(entry == null ? line : entry.value().line(), below(key), message);
    }

    void reportUnknownAndMissing() {
        asked.stream()
                .filter(key -> usable && !has(key) && reading.gives(path))
                .forEach(key -> reading.outline().absent(reading.general(path), key, missing.containsKey(key)));
        Set<String> meant = new LinkedHashSet<>();
        entries.forEach((key, entry) -> {
            if (!asked.contains(key)) {
                Optional<String> suggestion = Suggestion.of(key, asked);
                suggestion.ifPresent(meant::add);
                reading.report(entry.line(), below(key), unknown(suggestion));
            }
        });
        missing.forEach((key, expected) -> {
            if (usable && !meant.contains(key)) {
                problem(key, "missing; expected " + expected);
            }
        });
    }

    private String unknown(Optional<String> suggestion) {
        return suggestion
                .map(known -> "unknown key; did you mean '" + known + "'?")
                .orElseGet(() -> "unknown key; known keys: " + String.join(", ", asked));
    }

    private void ask(String key) {
        if (asked.add(key)) {
            reading.ask(below(key));
            reading.outline().key(reading.general(path), key);
        }
        if (base != null) {
            base.ask(key);
        }
    }

    private String below(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }
}
