package dev.alize.bench;

import java.util.List;

/**
 * The providers of a bench.
 *
 * @param each one or more, in the order of the targets
 * @param keys further lines of the block {@code providers}, without indentation
 */
record Providers(List<Provider> each, List<String> keys) {
    /** One that answers everything. */
    static final Providers USUAL = new Providers(List.of(Provider.USUAL), List.of());

    Providers {
        each = List.copyOf(each);
        keys = List.copyOf(keys);
    }

    /**
     * The block {@code providers}.
     *
     * @param urls of the providers, in their order
     */
    String yaml(List<String> urls) {
        StringBuilder yaml = new StringBuilder("providers:\n");
        keys.forEach(line -> yaml.append("  ").append(line).append('\n'));
        yaml.append("  targets:\n");
        for (int i = 0; i < each.size(); i++) {
            yaml.append(each.get(i).yaml(urls.get(i)));
        }
        return yaml.toString();
    }
}
