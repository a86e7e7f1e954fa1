package dev.alize.schemas.chat.dialect;

import org.apache.avro.specific.SpecificRecordBase;

/** Copies whose fields can be replaced without changing the original. */
final class Shallow {
    private Shallow() {}

    static <T extends SpecificRecordBase> T copy(T from, T into) {
        int fields = from.getSchema().getFields().size();
        for (int i = 0; i < fields; i++) {
            into.put(i, from.get(i));
        }
        return into;
    }
}
