package dev.alize.connect.data;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.avro.Schema;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/** Which type of a union a value is of. */
final class Choice {
    private static final String GENERALIZED_UNION = "org.apache.kafka.connect.data.Union";

    private Choice() {}

    /** Whether a struct stands for a union: ours and Confluent's, also in its generalized form. */
    static boolean isUnion(org.apache.kafka.connect.data.Schema schema) {
        return Names.UNION.equals(schema.name())
                || (schema.parameters() != null && schema.parameters().containsKey(GENERALIZED_UNION));
    }

    /**
     * The type that the set field of a union's struct is named after: only its name tells an enum from a text. Where no
     * type is, since the struct was made for another union or is of Confluent's generalized form, the one for its value.
     *
     * @throws Mismatch where there is none
     */
    static Schema of(Field field, Object value, Schema union) {
        List<Schema> types = Unions.types(union);
        return first(types, type -> type.getFullName().equals(field.schema().name()))
                .or(() -> first(types, type -> type.getFullName().equals(field.name())))
                .or(() -> first(types, type -> type.getName().equals(field.name())))
                .orElseGet(() -> of(value, union));
    }

    private static Optional<Schema> first(List<Schema> types, Predicate<Schema> condition) {
        return types.stream().filter(condition).findFirst();
    }

    /**
     * The only type but null, else the first that has the value's own kind, else the first that can hold it.
     *
     * @throws Mismatch where there is none
     */
    static Schema of(Object value, Schema union) {
        List<Schema> types = Unions.types(union);
        if (types.size() == 1) {
            return types.getFirst();
        }
        Schema named = named(value, types);
        if (named != null) {
            return named;
        }
        for (Schema.Type kind : kinds(value)) {
            for (Schema type : types) {
                if (type.getType() == kind && mayBe(value, type)) {
                    return type;
                }
            }
        }
        throw Mismatch.of(value, Scalars.expected(union));
    }

    private static @Nullable Schema named(Object value, List<Schema> types) {
        if (!(value instanceof Struct struct) || struct.schema().name() == null) {
            return null;
        }
        return first(types, type -> struct.schema().name().equals(type.getFullName()))
                .orElse(null);
    }

    private static List<Schema.Type> kinds(Object value) {
        return switch (value) {
            case CharSequence text -> List.of(Schema.Type.STRING, Schema.Type.ENUM);
            case Boolean truth -> List.of(Schema.Type.BOOLEAN);
            case Byte number -> List.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.DOUBLE);
            case Short number -> List.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.DOUBLE);
            case Integer number -> List.of(Schema.Type.INT, Schema.Type.LONG, Schema.Type.DOUBLE);
            case Long number -> List.of(Schema.Type.LONG, Schema.Type.INT, Schema.Type.DOUBLE);
            case Float number -> List.of(Schema.Type.FLOAT, Schema.Type.DOUBLE);
            case Double number -> List.of(Schema.Type.DOUBLE, Schema.Type.FLOAT);
            case Date date -> List.of(Schema.Type.LONG, Schema.Type.INT);
            case BigDecimal decimal -> List.of(Schema.Type.BYTES, Schema.Type.FIXED);
            case byte[] bytes -> List.of(Schema.Type.BYTES, Schema.Type.FIXED);
            case ByteBuffer bytes -> List.of(Schema.Type.BYTES, Schema.Type.FIXED);
            case Collection<?> list -> List.of(Schema.Type.ARRAY);
            case Map<?, ?> map -> List.of(Schema.Type.MAP, Schema.Type.RECORD, Schema.Type.ARRAY);
            case Struct struct -> List.of(Schema.Type.RECORD, Schema.Type.MAP);
            default -> List.of();
        };
    }

    private static boolean mayBe(Object value, Schema type) {
        return switch (type.getType()) {
            case ENUM -> type.hasEnumSymbol(value.toString());
            case RECORD ->
                !(value instanceof Struct struct)
                        || struct.schema().fields().stream().allMatch(field -> type.getField(field.name()) != null);
            case ARRAY -> !(value instanceof Map<?, ?>) || MapEntries.is(type.getElementType());
            default -> true;
        };
    }
}
