package dev.alize.recipes;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.iceberg.CatalogUtil;
import org.apache.iceberg.Table;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.data.IcebergGenerics;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.io.CloseableIterable;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.types.Types.NestedField;

/** A table of audit events in Iceberg, read with Iceberg's own library as any engine would read it. */
final class AuditTable implements AutoCloseable {
    private static final String CATALOG = "iceberg.catalog.";

    private final JdbcCatalog catalog;
    private final TableIdentifier name;

    private AuditTable(JdbcCatalog catalog, TableIdentifier name) {
        this.catalog = catalog;
        this.name = name;
    }

    /**
     * The table of a connector; it need not be there yet.
     *
     * @param config of the connector
     * @param url of the catalog's database, as are user and password in place of the placeholders
     */
    static AuditTable of(Map<String, String> config, String url, String user, String password) {
        Map<String, String> properties = new HashMap<>();
        config.forEach((key, value) -> {
            if (key.startsWith(CATALOG)) {
                properties.put(key.substring(CATALOG.length()), value);
            }
        });
        properties.putAll(Map.of("uri", url, "jdbc.user", user, "jdbc.password", password));
        return new AuditTable(
                (JdbcCatalog)
                        CatalogUtil.buildIcebergCatalog(config.get("iceberg.catalog"), properties, new Configuration()),
                TableIdentifier.parse(config.get("iceberg.tables")));
    }

    /** How the table is partitioned, such as {@code day(at)}. */
    List<String> partitions() {
        Table table = catalog.loadTable(name);
        return table.spec().fields().stream()
                .map(field -> field.transform() + "(" + table.schema().findColumnName(field.sourceId()) + ")")
                .toList();
    }

    /**
     * Its rows by their place in the topic, as {@link AuditTopic#events} gives them.
     *
     * @throws IllegalStateException where a place is in it twice
     */
    Map<String, Map<String, Object>> rows() throws IOException {
        Map<String, Map<String, Object>> rows = new TreeMap<>();
        if (!catalog.tableExists(name)) {
            return rows;
        }
        try (CloseableIterable<Record> records =
                IcebergGenerics.read(catalog.loadTable(name)).build()) {
            for (Record record : records) {
                Map<String, Object> row = fields(record);
                String place = AuditTopic.place(row.remove("kafka_partition"), row.remove("kafka_offset"));
                if (rows.put(place, row) != null) {
                    throw new IllegalStateException("The table has two rows for " + place);
                }
            }
        }
        return rows;
    }

    private static Map<String, Object> fields(Record record) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (NestedField field : record.struct().fields()) {
            fields.put(field.name(), plain(record.getField(field.name())));
        }
        return fields;
    }

    private static Object plain(Object value) {
        if (value == null) {
            return null;
        }
        return switch (value) {
            case Record record -> fields(record);
            case List<?> list -> list.stream().map(AuditTable::plain).toList();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .collect(
                                Collectors.toMap(entry -> entry.getKey().toString(), entry -> plain(entry.getValue())));
            default -> value;
        };
    }

    @Override
    public void close() {
        catalog.close();
    }
}
