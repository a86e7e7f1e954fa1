package dev.alize.connect.data;

import org.apache.avro.Schema;

/** Maps whose keys are no texts are lists of records with a key and a value. */
final class MapEntries {
    private MapEntries() {}

    static boolean is(Schema element) {
        return element.getType() == Schema.Type.RECORD
                && element.getFields().size() == 2
                && element.getField(Names.KEY) != null
                && element.getField(Names.VALUE) != null
                && (element.getFullName().equals(Names.MAP_ENTRY_NAMESPACE + "." + Names.MAP_ENTRY)
                        || Names.MAP_ENTRY.equals(element.getProp(Names.CONNECT_INTERNAL_TYPE)));
    }
}
