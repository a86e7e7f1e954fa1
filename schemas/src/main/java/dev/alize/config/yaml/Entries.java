package dev.alize.config.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * The entries of a map: duplicate keys are reported, and {@code <<} takes over what other maps give and this one does
 * not, the earlier of several maps first.
 */
final class Entries {
    static final Node NONE = new MappingNode(Tag.MAP, List.of(), FlowStyle.BLOCK);

    private final YamlReading reading;
    private final String path;
    private final Map<String, YamlMap.Entry> found = new LinkedHashMap<>();
    private final Set<Node> merged = Collections.newSetFromMap(new IdentityHashMap<>());

    private Entries(YamlReading reading, String path) {
        this.reading = reading;
        this.path = path;
    }

    /** In the order of the file; empty where the node is no map. */
    static Map<String, YamlMap.Entry> of(YamlReading reading, String path, Node node) {
        Entries entries = new Entries(reading, path);
        if (node instanceof MappingNode map) {
            entries.add(map, true);
        }
        return entries.found;
    }

    private void add(MappingNode map, boolean own) {
        if (!merged.add(map)) {
            return;
        }
        List<Node> bases = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            if (isMergeKey(tuple.getKeyNode())) {
                bases.add(tuple.getValueNode());
            } else {
                key(tuple.getKeyNode()).ifPresent(key -> add(key, tuple, own ? lines : new HashMap<>()));
            }
        }
        bases.forEach(this::addBases);
    }

    private void add(String key, NodeTuple tuple, Map<String, Integer> lines) {
        String below = path.isEmpty() ? key : path + "." + key;
        int line = Lines.of(tuple.getKeyNode());
        Integer first = lines.putIfAbsent(key, line);
        if (first != null) {
            reading.report(line, below, "given twice; first on line " + first);
        }
        found.putIfAbsent(key, new YamlMap.Entry(line, new YamlValue(reading, below, tuple.getValueNode())));
    }

    private void addBases(Node base) {
        if (base instanceof MappingNode map) {
            add(map, false);
        } else if (base instanceof SequenceNode list
                && list.getValue().stream().allMatch(MappingNode.class::isInstance)) {
            list.getValue().forEach(this::addBases);
        } else {
            reading.report(Lines.of(base), path, "'<<' takes a map or a list of maps");
        }
    }

    private Optional<String> key(Node node) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isEmpty()) {
            return Optional.of(scalar.getValue());
        }
        reading.report(Lines.of(node), path, "a key must be text");
        return Optional.empty();
    }

    private static boolean isMergeKey(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().equals("<<");
    }
}
