package dev.alize.config;

import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A short hash of a tree of records, the same in every process. New components are part of it by themselves. */
final class Fingerprint {
    private static final int BYTES = 6;

    private final StringBuilder canonical = new StringBuilder();

    private Fingerprint() {}

    /** The first twelve hexadecimal digits of SHA-256 over the canonical text. */
    static String of(Object tree) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(tree);
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(fingerprint.canonical.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void add(@Nullable Object value) {
        switch (value) {
            case null -> canonical.append("-;");
            case Record record -> addRecord(record);
            case Map<?, ?> map -> addMap(map);
            case List<?> list -> {
                canonical.append("list ").append(list.size()).append(':');
                list.forEach(this::add);
            }
            default -> {
                String text = value.toString();
                canonical.append(text.length()).append(':').append(text).append(';');
            }
        }
    }

    private void addRecord(Record record) {
        canonical.append(record.getClass().getSimpleName()).append('{');
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            canonical.append(component.getName()).append('=');
            add(read(record, component));
        }
        canonical.append('}');
    }

    private void addMap(Map<?, ?> map) {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, value) -> sorted.put(key.toString(), value));
        canonical.append("map ").append(sorted.size()).append(':');
        sorted.forEach((key, value) -> {
            add(key);
            add(value);
        });
    }

    static @Nullable Object read(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("records of the configuration are public: " + component, e);
        }
    }
}
