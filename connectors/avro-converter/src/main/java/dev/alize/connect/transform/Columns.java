package dev.alize.connect.transform;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.DataException;

/** The columns of a record in the order of its fields; those of a record within are named {@code outer_inner}. */
final class Columns {
    private final Map<String, Column> byName = new LinkedHashMap<>();
    private final Set<String> around = new HashSet<>();

    private Columns() {}

    /** @throws DataException where a record is within itself, so that its columns have no end, or two have one name */
    static List<Column> of(Schema record) {
        Columns columns = new Columns();
        columns.add(record, List.of(), false);
        return List.copyOf(columns.byName.values());
    }

    private void add(Schema record, List<String> outer, boolean mayBeAbsent) {
        if (record.name() != null && !around.add(record.name())) {
            throw new DataException("Field " + String.join(".", outer) + " is a record " + record.name()
                    + " within itself; expected one whose columns have an end");
        }
        for (Field field : record.fields()) {
            List<String> path = new ArrayList<>(outer);
            path.add(field.name());
            Schema schema = field.schema();
            if (schema.type() == Schema.Type.STRUCT) {
                add(schema, path, mayBeAbsent || schema.isOptional());
            } else {
                put(Column.of(path, schema, mayBeAbsent));
            }
        }
        around.remove(record.name());
    }

    private void put(Column column) {
        Column other = byName.putIfAbsent(column.name(), column);
        if (other != null) {
            throw new DataException("Fields " + String.join(".", other.path()) + " and "
                    + String.join(".", column.path()) + " would both be the column " + column.name());
        }
    }
}
