package dev.alize.console.feed;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The sums of one hour: of all, by target and by tenant. Of the tenants those with the highest cost are kept for sure; one
 * that was dropped and comes back starts at nothing. Not thread-safe.
 */
final class HourSums {
    static final Comparator<Figures> DEAREST = Comparator.comparingLong(Figures::cost)
            .thenComparingLong(Figures::requests)
            .reversed();
    static final int TENANTS = 200;
    private static final int TARGETS = 200;

    final Figures all = new Figures();
    final Map<String, Figures> targets = new HashMap<>();
    final Map<String, Figures> tenants = new HashMap<>();

    void add(String target, String tenant, Figures grown) {
        all.add(grown);
        if (targets.containsKey(target) || targets.size() < TARGETS) {
            targets.computeIfAbsent(target, each -> new Figures()).add(grown);
        }
        tenants.computeIfAbsent(tenant, each -> new Figures()).add(grown);
        if (tenants.size() > 2 * TENANTS) {
            dropTheCheapest();
        }
    }

    private void dropTheCheapest() {
        List<Map.Entry<String, Figures>> sorted = new ArrayList<>(tenants.entrySet());
        sorted.sort(Map.Entry.comparingByValue(DEAREST));
        sorted.stream().skip(TENANTS).map(Map.Entry::getKey).toList().forEach(tenants::remove);
    }
}
