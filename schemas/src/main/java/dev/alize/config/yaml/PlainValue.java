package dev.alize.config.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A node as plain objects of Java. */
final class PlainValue {
    private static final int DEEPEST = 64;
    /** Most values: an alias can repeat what it stands for without bound. */
    private static final int MOST = 100_000;

    private int values;

    private PlainValue() {}

    static @Nullable Object of(Node node) throws Misfit {
        return new PlainValue().read(node, 0);
    }

    private @Nullable Object read(Node node, int depth) throws Misfit {
        if (depth > DEEPEST || ++values > MOST) {
            throw new Misfit("is nested deeper than " + DEEPEST + " or has more than " + MOST + " values");
        }
        return switch (node) {
            case MappingNode map -> map(map, depth);
            case SequenceNode list -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (Node element : list.getValue()) {
                    elements.add(read(element, depth + 1));
                }
                yield elements;
            }
            case ScalarNode scalar -> scalar(Scalar.of(scalar));
            default -> throw new Misfit("has a value of an unknown type");
        };
    }

    private Map<String, @Nullable Object> map(MappingNode map, int depth) throws Misfit {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : map.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                throw new Misfit("has a key that is no text");
            }
            entries.put(key.getValue(), read(tuple.getValueNode(), depth + 1));
        }
        return entries;
    }

    private static @Nullable Object scalar(Scalar scalar) throws Misfit {
        try {
            return switch (scalar.kind()) {
                case TEXT -> scalar.text();
                case WHOLE -> Long.decode(scalar.text().replace("0o", "0"));
                case DECIMAL -> Double.valueOf(scalar.text());
                case FLAG -> Boolean.valueOf(scalar.text());
                case NOTHING -> null;
                case VARIABLE, TAGGED -> throw new Misfit("has " + scalar.kind().words());
            };
        } catch (NumberFormatException e) {
            throw scalar.misfit("a number of JSON");
        }
    }
}
