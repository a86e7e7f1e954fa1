package dev.alize.connect.data;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The schema of a struct where it is part of itself, such as the next one of a list. Two are equal that have the same name, so
 * that comparing them ends.
 */
final class WithinItself implements Schema {
    private final String name;
    private final boolean optional;
    private final Whole whole;

    /** The struct's own schema, known once it is built. */
    static final class Whole {
        private @Nullable Schema schema;

        void set(Schema built) {
            schema = built;
        }

        Schema get() {
            return Objects.requireNonNull(schema, "a schema is used before it is built");
        }
    }

    WithinItself(String name, boolean optional, Whole whole) {
        this.name = name;
        this.optional = optional;
        this.whole = whole;
    }

    @Override
    public Type type() {
        return Type.STRUCT;
    }

    @Override
    public boolean isOptional() {
        return optional;
    }

    @Override
    public @Nullable Object defaultValue() {
        return null;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public @Nullable Integer version() {
        return whole.get().version();
    }

    @Override
    public @Nullable String doc() {
        return whole.get().doc();
    }

    @Override
    public @Nullable Map<String, String> parameters() {
        return whole.get().parameters();
    }

    @Override
    public @Nullable Schema keySchema() {
        return null;
    }

    @Override
    public @Nullable Schema valueSchema() {
        return null;
    }

    @Override
    public List<Field> fields() {
        return whole.get().fields();
    }

    @Override
    public @Nullable Field field(String field) {
        return whole.get().field(field);
    }

    @Override
    public Schema schema() {
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof WithinItself same && same.name.equals(name) && same.optional == optional;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return "Schema{" + name + "}";
    }
}
