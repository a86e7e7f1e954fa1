package dev.alize.usage;

import dev.alize.schemas.UsageRow;
import java.time.Instant;
import java.util.Collection;
import java.util.TreeMap;
import java.util.function.Function;

/** By what usage is added up. */
public enum Grouping {
    TENANT(UsageRow::getTenant),
    MODEL(UsageRow::getModel),
    TARGET(UsageRow::getTarget),
    /** Named as its start, such as {@code 2026-11-21T14:00:00Z}. */
    HOUR(row -> row.getHour().toString());

    private final Function<UsageRow, String> name;

    Grouping(Function<UsageRow, String> name) {
        this.name = name;
    }

    /** Sums by the name of each group, in alphabetical order. */
    public TreeMap<String, UsageRow> of(Collection<UsageRow> rows) {
        TreeMap<String, UsageRow> groups = new TreeMap<>();
        rows.forEach(row -> groups.merge(name.apply(row), row, Sums::of));
        return groups;
    }

    /** Sums over all. */
    public static UsageRow total(Collection<UsageRow> rows) {
        return rows.stream().reduce(nothing(), Sums::of);
    }

    /** A row without usage. */
    public static UsageRow nothing() {
        return UsageRow.newBuilder()
                .setHour(Instant.EPOCH)
                .setTenant("")
                .setModel("")
                .setTarget("")
                .build();
    }
}
