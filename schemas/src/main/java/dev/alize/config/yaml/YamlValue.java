package dev.alize.config.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A value of the file with its place. A value of the wrong type is reported and read as absent. */
public final class YamlValue {
    private final YamlReading reading;
    private final String path;
    private final Node node;

    YamlValue(YamlReading reading, String path, Node node) {
        this.reading = reading;
        this.path = path;
        this.node = node;
    }

    /** Dotted, such as {@code providers.targets[0].model}. */
    public String path() {
        return path;
    }

    /** 1 for the first line of the file. A value given by an alias has the line of its anchor. */
    public int line() {
        return Lines.of(node);
    }

    /** Notes a problem at this place. */
    public void problem(String message) {
        reading.report(line(), path, message);
    }

    /** The value in a format; empty, and reported, where it does not fit. */
    public <T> Optional<T> as(Format<T> format) {
        reading.outline().scalar(reading.general(path), format);
        try {
            return Optional.of(format.parse(scalar(format)));
        } catch (Misfit misfit) {
            problem(misfit.getMessage());
            return Optional.empty();
        }
    }

    private Scalar scalar(Format<?> format) throws Misfit {
        if (node instanceof ScalarNode scalar) {
            return Scalar.of(scalar);
        }
        throw new Misfit("got " + kind() + ", expected " + format.expected());
    }

    /** The value if it is text, else nothing; reports nothing. */
    public Optional<String> peek() {
        return Optional.of(node)
                .filter(ScalarNode.class::isInstance)
                .map(scalar -> Scalar.of((ScalarNode) scalar))
                .filter(scalar -> scalar.kind() == Scalar.Kind.TEXT)
                .map(Scalar::text);
    }

    /** Whether the value is a map that itself gives a key. */
    public boolean hasKey(String key) {
        return node instanceof MappingNode map
                && map.getValue().stream()
                        .anyMatch(tuple -> tuple.getKeyNode() instanceof ScalarNode name
                                && name.getValue().equals(key));
    }

    public boolean isMap() {
        return node instanceof MappingNode;
    }

    /** Whether this is a map, where one with any keys is wanted. */
    public boolean isOpenMap() {
        reading.outline().map(reading.general(path));
        reading.outline().open(reading.general(path));
        return isMap();
    }

    public boolean isList() {
        return node instanceof SequenceNode;
    }

    /** A key without a value, or an explicit {@code null}. */
    public boolean isNothing() {
        return node instanceof ScalarNode scalar && Scalar.of(scalar).kind() == Scalar.Kind.NOTHING;
    }

    /** The value as a map; a key without a value counts as an empty map, so that its entries can be commented out. */
    public YamlMap map() {
        reading.outline().map(reading.general(path));
        boolean usable = isMap() || isNothing();
        if (!usable) {
            problem("got " + kind() + ", expected a map");
        }
        return new YamlMap(reading, path, line(), usable, node);
    }

    /** The elements; empty, and reported, where the value is not a list. */
    public List<YamlValue> list() {
        reading.outline().list(reading.general(path));
        if (!(node instanceof SequenceNode sequence)) {
            problem("got " + kind() + ", expected a list");
            return List.of();
        }
        List<YamlValue> elements = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            elements.add(new YamlValue(reading, path + "[" + elements.size() + "]", element));
        }
        return elements;
    }

    /**
     * The value as maps, lists, texts, numbers, flags and nulls: for what is configured in a language of its own. Its keys
     * are not asked for, and so never unknown.
     *
     * @throws Misfit where it is nested deeper than 64, which also ends one that contains itself, or has a tag
     */
    public @Nullable Object plain() throws Misfit {
        return PlainValue.of(node);
    }

    /** The kind for a message: {@code a map}, {@code a list}, {@code text}, ...; never the value itself. */
    public String kind() {
        return switch (node) {
            case MappingNode map -> "a map";
            case SequenceNode list -> "a list";
            case ScalarNode scalar -> Scalar.of(scalar).kind().words();
            default -> "something else";
        };
    }
}
