package dev.alize.connect.data;

import java.util.Locale;
import org.apache.avro.Schema;

/**
 * What may be chosen about names.
 *
 * @param metadata whether docs, versions and parameters go along
 * @param fullNames whether the field of a union's type has the type's full name, or only its last part
 */
public record Naming(boolean metadata, boolean fullNames) {
    /** Confluent's defaults. */
    public static final Naming USUAL = new Naming(true, false);

    /** The field of a type in the struct that stands for a union: {@code string}, {@code array}, or a record's name. */
    String unionField(Schema type) {
        return switch (type.getType()) {
            case RECORD, ENUM, FIXED -> fullNames ? type.getFullName() : type.getName();
            default -> type.getType().getName().toLowerCase(Locale.ROOT);
        };
    }
}
