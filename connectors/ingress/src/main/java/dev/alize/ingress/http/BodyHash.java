package dev.alize.ingress.http;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Priority;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what a body asks: the same for two bodies exactly where the gateway takes one for a repeat of the other
 * (endpoint, model, conversation, parameters, other members, stream), and both name the same callback.
 *
 * <p>Fields that have their default do not count, so that a version of the schema with more fields hashes the bodies of
 * before as they were hashed then: a repeat may come after an upgrade.
 */
final class BodyHash {
    private static final int BYTES = 16;

    private final MessageDigest digest = sha256();

    private BodyHash() {}

    /** 22 characters. */
    static String of(CompletionRequest request, @Nullable String callback) {
        CompletionRequest asked = new CompletionRequest();
        asked.setRequestId("");
        asked.setTenant("");
        asked.setEndpoint(request.getEndpoint());
        asked.setModel(request.getModel());
        asked.setMessages(request.getMessages());
        asked.setPrompt(request.getPrompt());
        asked.setSuffix(request.getSuffix());
        asked.setParameters(request.getParameters());
        asked.setExtra(request.getExtra());
        asked.setStream(request.getStream());
        asked.setPriority(Priority.NORMAL);
        asked.setMetadata(Map.of());
        return of((IndexedRecord) asked, callback);
    }

    static String of(IndexedRecord record, @Nullable String callback) {
        BodyHash hash = new BodyHash();
        hash.add(record);
        if (callback != null) {
            hash.text('c', callback);
        }
        byte[] bytes = Arrays.copyOf(hash.digest.digest(), BYTES);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Each kind of value begins with its letter, and says how much there is of it, so that no two read the same. */
    private void add(@Nullable Object value) {
        switch (value) {
            case null -> digest.update((byte) 'n');
            case IndexedRecord record -> record(record);
            case List<?> list -> {
                number('l', list.size());
                list.forEach(this::add);
            }
            case Map<?, ?> map -> {
                number('m', map.size());
                new TreeMap<>(map).forEach((name, member) -> {
                    text('k', name.toString());
                    add(member);
                });
            }
            case CharSequence text -> text('t', text.toString());
            default -> text('v', value.toString());
        }
    }

    private void record(IndexedRecord record) {
        digest.update((byte) 'r');
        for (Schema.Field field : record.getSchema().getFields()) {
            Object value = record.get(field.pos());
            if (value != null && !isDefault(value, field.defaultVal())) {
                text('f', field.name());
                add(value);
            }
        }
        digest.update((byte) 'e');
    }

    /** @param preset as Avro has it, from the JSON of the schema; null where there is none */
    private static boolean isDefault(Object value, @Nullable Object preset) {
        if (preset == null || preset == JsonProperties.NULL_VALUE) {
            return false;
        }
        return switch (value) {
            case List<?> list -> list.isEmpty();
            case Map<?, ?> map -> map.isEmpty();
            default -> value.toString().equals(preset.toString());
        };
    }

    private void text(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(kind, bytes.length);
        digest.update(bytes);
    }

    private void number(char kind, int number) {
        digest.update(ByteBuffer.allocate(1 + Integer.BYTES)
                .put((byte) kind)
                .putInt(number)
                .flip());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
