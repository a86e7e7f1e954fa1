package dev.alize.schemas.serde;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes.LogicalTypeFactory;
import org.apache.avro.Schema;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * Tells Avro that the records of {@code dev.alize.schemas} may be created. Avro 1.12.2 refuses every class it was not
 * told of, even to the builders of generated records; it looks for logical types by service loader before it parses its
 * first schema, so being listed as one is early enough for everybody. Other classes stay as they were.
 */
public final class TrustedRecords implements LogicalTypeFactory {
    private static final AtomicBoolean DECLARED = new AtomicBoolean();

    /** Called by Avro's service loader. */
    public TrustedRecords() {
        declare();
    }

    static void declare() {
        if (DECLARED.compareAndSet(false, true)) {
            ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                    ClassSecurityValidator.getGlobal(), type -> "dev.alize.schemas".equals(type.getPackageName())));
        }
    }

    @Override
    public @Nullable LogicalType fromSchema(Schema schema) {
        return null;
    }

    @Override
    public String getTypeName() {
        return "alize-records";
    }
}
