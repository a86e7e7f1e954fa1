package dev.alize.connect.data;

import java.util.List;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** The types of unions. */
final class Unions {
    private Unions() {}

    static boolean hasNull(Schema schema) {
        return schema.getType() == Schema.Type.UNION && schema.isNullable();
    }

    /** All but null. */
    static List<Schema> types(Schema union) {
        return union.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
    }

    /** The type that a union of null and one type makes optional; null where it is another union. */
    static @Nullable Schema optional(Schema union) {
        List<Schema> types = union.getTypes();
        return types.size() == 2 && union.isNullable() ? types(union).getFirst() : null;
    }

    static Schema single(Schema union) {
        return types(union).getFirst();
    }
}
