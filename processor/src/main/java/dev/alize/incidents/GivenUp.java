package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What operators resolved by hand while it still failed: nothing is opened for it until it was well. Not thread-safe. */
final class GivenUp {
    static final String GAPS = "\0gaps";

    private final Set<String> names = new HashSet<>();

    void add(Dossier dossier) {
        names.addAll(dossier.incident().getTargets());
        if (dossier.incident().getTargets().isEmpty()) {
            names.add(dossier.cause() == Cause.GAP ? GAPS : Signals.REQUESTS);
        }
    }

    void load(List<String> all) {
        names.clear();
        names.addAll(all);
    }

    List<String> sorted() {
        return names.stream().sorted().toList();
    }

    boolean contains(String name) {
        return names.contains(name);
    }

    void remove(String name) {
        names.remove(name);
    }

    void removeTargets(Predicate<String> areWell) {
        names.removeIf(name -> !name.equals(GAPS) && !name.equals(Signals.REQUESTS) && areWell.test(name));
    }
}
