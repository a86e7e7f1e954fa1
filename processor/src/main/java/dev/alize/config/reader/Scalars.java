package dev.alize.config.reader;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Schemas of single values. A bound that depends on another key was seen with several values: the widest holds. */
final class Scalars {
    private Scalars() {}

    static List<Map<String, Object>> merged(Collection<Map<String, Object>> schemas) {
        Map<Object, Map<String, Object>> merged = new LinkedHashMap<>();
        for (Map<String, Object> schema : schemas) {
            boolean bounded = schema.containsKey("minimum") || schema.containsKey("maximum");
            Object kind = bounded ? schema.getOrDefault("type", "") : schema;
            merged.merge(kind, schema, Scalars::wider);
        }
        return new ArrayList<>(merged.values());
    }

    private static Map<String, Object> wider(Map<String, Object> one, Map<String, Object> other) {
        Map<String, Object> wider = new LinkedHashMap<>(one);
        bound(wider, other, "minimum", -1);
        bound(wider, other, "maximum", 1);
        return wider;
    }

    private static void bound(Map<String, Object> schema, Map<String, Object> other, String key, int sign) {
        if (schema.get(key) instanceof Number mine && other.get(key) instanceof Number theirs) {
            schema.put(key, sign * Double.compare(mine.doubleValue(), theirs.doubleValue()) >= 0 ? mine : theirs);
        } else {
            schema.remove(key);
        }
    }
}
