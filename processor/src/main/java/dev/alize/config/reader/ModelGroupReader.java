package dev.alize.config.reader;

import dev.alize.config.ModelGroupSettings;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.Suggestion;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Block {@code providers.model_groups}: a list of targets for each name, or a map with targets and aliases. */
final class ModelGroupReader {
    private final Collection<String> targets;
    /** What each name and alias stands for, in words. */
    private final Map<String, String> taken = new HashMap<>();

    /**
     * @param targets ids of all targets
     */
    ModelGroupReader(Collection<String> targets) {
        this.targets = targets;
    }

    Supplier<Map<String, ModelGroupSettings>> read(YamlMap block) {
        Map<String, ModelGroupSettings> groups = new LinkedHashMap<>();
        Map<String, YamlValue> entries = block.byName();
        entries.keySet().forEach(name -> taken.put(name, "the name of a group"));
        List<Runnable> builds = new ArrayList<>();
        entries.forEach((name, value) -> {
            Supplier<ModelGroupSettings> group = group(name, value);
            builds.add(() -> groups.put(name, group.get()));
        });
        return () -> {
            builds.forEach(Runnable::run);
            return groups;
        };
    }

    private Supplier<ModelGroupSettings> group(String name, YamlValue value) {
        if (value.isList()) {
            List<String> ids = ids(value);
            return () -> new ModelGroupSettings(ids, List.of());
        }
        YamlMap map = value.map();
        map.requireKey("targets", "a list of at least one id of a target");
        List<String> ids = map.value("targets").map(this::ids).orElse(List.of());
        List<String> aliases = aliases(name, map.list("aliases"));
        return () -> new ModelGroupSettings(ids, aliases);
    }

    private List<String> ids(YamlValue value) {
        List<YamlValue> entries = value.list();
        if (value.isList() && entries.isEmpty()) {
            value.problem("is empty; expected at least one id of a target");
        }
        List<String> ids = new ArrayList<>();
        for (YamlValue entry : entries) {
            entry.as(Formats.text()).ifPresent(id -> {
                if (!targets.contains(id)) {
                    entry.problem(doesNotExist(id));
                } else if (ids.contains(id)) {
                    entry.problem("target '" + id + "' is in the group already");
                }
                ids.add(id);
            });
        }
        return ids;
    }

    private String doesNotExist(String id) {
        return "target '" + id + "' does not exist; existing targets: " + String.join(", ", targets)
                + Suggestion.of(id, targets)
                        .map(meant -> "; did you mean '" + meant + "'?")
                        .orElse("");
    }

    private List<String> aliases(String group, List<YamlValue> entries) {
        List<String> aliases = new ArrayList<>();
        for (YamlValue entry : entries) {
            entry.as(Formats.text()).ifPresent(alias -> {
                String other = taken.putIfAbsent(alias, "an alias of '" + group + "'");
                if (other != null) {
                    entry.problem("'" + alias + "' is already " + other);
                }
                aliases.add(alias);
            });
        }
        return aliases;
    }
}
