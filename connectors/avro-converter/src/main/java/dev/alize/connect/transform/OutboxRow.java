package dev.alize.connect.transform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Priority;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.ChatJson;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A row of an outbox, as Debezium's outbox router leaves it: the payload is the record's value, other columns are
 * headers.
 */
final class OutboxRow {
    /** Longest id, tenant and subject in characters, as the gateway has it. */
    static final int MAX_LENGTH = 256;
    /** Longest ordering key in characters, as the gateway has it. */
    static final int MAX_ORDERING_KEY = 1_024;

    private static final String ID = "id";
    private static final String TENANT = "tenant";
    private static final String SUBJECT = "subject";
    private static final String ENDPOINT = "endpoint";
    private static final String PRIORITY = "priority";
    private static final String ORDERING_KEY = "ordering_key";
    private static final String DEADLINE = "deadline";
    private static final String METADATA = "metadata";
    private static final String CACHE = "cache";

    /** Headers that are read here. */
    static final Set<String> COLUMNS =
            Set.of(ID, TENANT, SUBJECT, ENDPOINT, PRIORITY, ORDERING_KEY, DEADLINE, METADATA, CACHE);

    private static final List<String> ENDPOINTS = List.of("chat", "fim");

    private final ConnectRecord<?> record;

    OutboxRow(ConnectRecord<?> record) {
        this.record = record;
    }

    /** Whether the record has an identity at all. */
    boolean isNamed() {
        return record.headers().lastWithName(ID) != null;
    }

    /** The row's id for messages and keys, cut to one line and what an id may have; null where it is no text. */
    @Nullable
    String id() {
        Object value = value(ID);
        return value instanceof String || value instanceof Number ? line(value.toString()) : null;
    }

    private static String line(String text) {
        StringBuilder line = new StringBuilder(text.substring(0, Math.min(text.length(), MAX_LENGTH)));
        for (int i = 0; i < line.length(); i++) {
            if (Character.isISOControl(line.charAt(i))) {
                line.setCharAt(i, ' ');
            }
        }
        return line.toString();
    }

    /** The payload as it came, in UTF-8; null where there is none, or another value. */
    byte @Nullable [] payload() {
        return switch (record.value()) {
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case byte[] bytes -> bytes;
            case ByteBuffer buffer -> {
                byte[] bytes = new byte[buffer.remaining()];
                buffer.duplicate().get(bytes);
                yield bytes;
            }
            case null -> null;
            default -> null;
        };
    }

    /** The request that the row asks for. */
    CompletionRequest request(RequestSettings settings) throws BadRowException {
        CompletionRequest request = CompletionRequest.newBuilder()
                .setRequestId(name(ID, ""))
                .setTenant(name(TENANT, settings.tenant()))
                .setSubject(bounded(SUBJECT, 0, MAX_LENGTH))
                .setEndpoint(Endpoint.valueOf(word(ENDPOINT, ENDPOINTS, Endpoint.CHAT.name())))
                .setPriority(Priority.valueOf(word(
                        PRIORITY,
                        RequestSettings.PRIORITIES,
                        settings.priority().name())))
                .setOrderingKey(bounded(ORDERING_KEY, 1, MAX_ORDERING_KEY))
                .setDeadline(deadline())
                .setMetadata(metadata())
                .setCache(flag(CACHE))
                .setMessages(List.of())
                .setParameters(new Parameters())
                .build();
        try {
            return ChatJson.readRequest(json("payload", payload()), request);
        } catch (ChatFormatException e) {
            String path = e.path().equals("body") ? "payload" : "payload." + e.path();
            throw new BadRowException(path, e.got(), e.expected());
        }
    }

    private @Nullable Object value(String column) {
        Header header = record.headers().lastWithName(column);
        return header == null ? null : header.value();
    }

    private @Nullable String text(String column) throws BadRowException {
        Object value = value(column);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        if (value instanceof Number) {
            return value.toString();
        }
        throw new BadRowException(column, kind(value), "a text");
    }

    private String name(String column, String otherwise) throws BadRowException {
        String text = text(column);
        String name = text == null ? otherwise : text;
        if (name.isBlank() || name.length() > MAX_LENGTH) {
            throw new BadRowException(
                    column, name.isBlank() ? "nothing" : name.length() + " characters", "1 to " + MAX_LENGTH);
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new BadRowException(column, "a control character, such as a line break", "a name without");
        }
        return name;
    }

    private @Nullable String bounded(String column, int shortest, int longest) throws BadRowException {
        String text = text(column);
        if (text != null && (text.length() < shortest || text.length() > longest)) {
            throw new BadRowException(column, text.length() + " characters", shortest + " to " + longest + ", or null");
        }
        return text;
    }

    private String word(String column, List<String> words, String otherwise) throws BadRowException {
        String text = text(column);
        if (text == null) {
            return otherwise;
        }
        if (!words.contains(text.toLowerCase(Locale.ROOT))) {
            throw new BadRowException(column, "another text", "one of " + String.join(", ", words));
        }
        return text.toUpperCase(Locale.ROOT);
    }

    private @Nullable Boolean flag(String column) throws BadRowException {
        Object value = value(column);
        if (value == null || value instanceof Boolean) {
            return (Boolean) value;
        }
        throw new BadRowException(column, kind(value), "a boolean");
    }

    private @Nullable Instant deadline() throws BadRowException {
        Object value = value(DEADLINE);
        try {
            return switch (value) {
                case null -> null;
                case Date date -> date.toInstant();
                case String text -> OffsetDateTime.parse(text).toInstant();
                default -> throw new BadRowException(DEADLINE, kind(value), "a time with its zone (timestamptz)");
            };
        } catch (DateTimeException e) {
            throw new BadRowException(DEADLINE, "another text", "a time with its zone (timestamptz)");
        }
    }

    private Map<String, String> metadata() throws BadRowException {
        String text = text(METADATA);
        Map<String, String> metadata = new HashMap<>();
        if (text == null) {
            return metadata;
        }
        JsonNode notes = json(METADATA, text.getBytes(StandardCharsets.UTF_8));
        if (!notes.isObject()) {
            throw new BadRowException(METADATA, "another JSON value", "an object of texts");
        }
        for (Map.Entry<String, JsonNode> note : notes.properties()) {
            if (!note.getValue().isTextual()) {
                throw new BadRowException(METADATA, "a member that is no text", "an object of texts");
            }
            metadata.put(note.getKey(), note.getValue().textValue());
        }
        return metadata;
    }

    private JsonNode json(String column, byte @Nullable [] bytes) throws BadRowException {
        if (bytes == null) {
            throw new BadRowException(
                    column, record.value() == null ? "nothing" : kind(record.value()), "JSON as text");
        }
        try {
            return ChatJson.parse(bytes);
        } catch (ChatFormatException e) {
            throw new BadRowException(column, e.got(), e.expected());
        }
    }

    private static String kind(Object value) {
        return "a value of type " + value.getClass().getSimpleName();
    }
}
