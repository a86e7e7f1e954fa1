package dev.alize.connect.data;

/** Names of schemas, parameters and properties that carry what one side has and the other has not; Confluent's. */
final class Names {
    private static final String PREFIX = "io.confluent.connect.avro.";

    /** A struct that stands for a union: one field for each of its types, at most one of them set. */
    static final String UNION = PREFIX + "Union";

    /** The record that a struct without a name becomes. */
    static final String UNNAMED = PREFIX + "ConnectDefault";

    /** Parameter of a text that was an enum: its full name; with a dot and a symbol behind it, that symbol. */
    static final String ENUM = PREFIX + "Enum";

    static final String ENUM_SYMBOL = ENUM + ".";
    static final String ENUM_DOC = PREFIX + "enum.doc.";
    static final String ENUM_DEFAULT = PREFIX + "enum.default.";
    static final String RECORD_DOC = PREFIX + "record.doc";
    static final String FIELD_DOC = PREFIX + "field.doc.";

    /** Name of the records in a list that stands for a map whose keys are no texts. */
    static final String MAP_ENTRY = "MapEntry";

    static final String MAP_ENTRY_NAMESPACE = "io.confluent.connect.avro";
    static final String KEY = "key";
    static final String VALUE = "value";

    static final String CONNECT_NAME = "connect.name";
    static final String CONNECT_DOC = "connect.doc";
    static final String CONNECT_VERSION = "connect.version";
    static final String CONNECT_PARAMETERS = "connect.parameters";
    static final String CONNECT_TYPE = "connect.type";
    static final String CONNECT_INTERNAL_TYPE = "connect.internal.type";
    /** Parameter of bytes that were of a fixed size: how many. */
    static final String FIXED_SIZE = "connect.fixed.size";

    static final String DECIMAL_PRECISION = "connect.decimal.precision";
    static final int DEFAULT_PRECISION = 64;

    private Names() {}

    /** Whether a parameter only tells what the Avro schema says by itself. */
    static boolean isInternal(String parameter) {
        return parameter.startsWith(PREFIX) || parameter.startsWith("avro") || parameter.equals(FIXED_SIZE);
    }
}
