package dev.alize.schemas.serde;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Whose request a damaged record was, as far as its first fields say. Walks the writer's schema from its first field and
 * stops at the first failure, at a list or map, or when all is read.
 *
 * @param requestId 1 to 256 characters, none of them a control character
 * @param tenant the same; "default" where the writer's schema has no such field
 * @param redrive 0 or more; 0 where the writer's schema has no such field
 */
public record IdentityPeek(String requestId, String tenant, int redrive) {
    /** 256 characters have at most 3 bytes each (a pair of surrogates has 4). */
    private static final int MAX_BYTES = 3 * 256;

    /** What is read so far. */
    private static final class Found {
        private @Nullable String requestId;
        private @Nullable String tenant;
        private @Nullable Integer redrive;
    }

    /**
     * Reads a record of a known schema.
     *
     * @param writer the schema the record was written with
     * @param headers of the record, whose value it is
     * @param record in the wire format
     * @return empty where one of the three that the schema has could not be read
     */
    public static Optional<IdentityPeek> of(Schema writer, Headers headers, byte[] record) {
        Framing framing = Framing.of(headers, SchemaRef.VALUE_HEADER, record).orElse(null);
        if (framing == null || writer.getType() != Schema.Type.RECORD) {
            return Optional.empty();
        }
        Found found = new Found();
        found.tenant = writer.getField("tenant") == null ? "default" : null;
        found.redrive = writer.getField("redrive") == null ? 0 : null;
        int length = record.length - framing.start();
        try {
            walk(writer, DecoderFactory.get().binaryDecoder(record, framing.start(), length, null), found);
        } catch (IOException | AvroRuntimeException e) {
            return Optional.empty();
        }
        if (found.requestId == null || found.tenant == null || found.redrive == null || found.redrive < 0) {
            return Optional.empty();
        }
        return Optional.of(new IdentityPeek(found.requestId, found.tenant, found.redrive));
    }

    private static void walk(Schema writer, BinaryDecoder in, Found found) throws IOException {
        for (Schema.Field field : writer.getFields()) {
            boolean text = field.schema().getType() == Schema.Type.STRING;
            if (field.name().equals("request_id") && text) {
                found.requestId = text(in);
            } else if (field.name().equals("tenant") && text) {
                found.tenant = text(in);
            } else if (field.name().equals("redrive") && field.schema().getType() == Schema.Type.INT) {
                found.redrive = in.readInt();
            } else {
                skip(field.schema(), in);
            }
            if (found.requestId != null && found.tenant != null && found.redrive != null) {
                return;
            }
        }
    }

    private static String text(BinaryDecoder in) throws IOException {
        long length = in.readLong();
        if (length < 1 || length > MAX_BYTES) {
            throw new IOException("text of " + length + " bytes");
        }
        byte[] bytes = new byte[(int) length];
        in.readFixed(bytes);
        String text = decode(bytes);
        if (text.length() > 256 || text.chars().anyMatch(Character::isISOControl)) {
            throw new IOException("text of " + text.length() + " characters");
        }
        return text;
    }

    /** Fails on what is not UTF-8, unlike the String constructor. */
    private static String decode(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }

    private static void skip(Schema schema, BinaryDecoder in) throws IOException {
        switch (schema.getType()) {
            case NULL -> {}
            case BOOLEAN -> in.readBoolean();
            case INT -> in.readInt();
            case ENUM -> in.readEnum();
            case LONG -> in.readLong();
            case FLOAT -> in.readFloat();
            case DOUBLE -> in.readDouble();
            case STRING -> in.skipString();
            case BYTES -> in.skipBytes();
            case FIXED -> in.skipFixed(schema.getFixedSize());
            case UNION -> skip(branch(schema, in.readIndex()), in);
            case RECORD, ARRAY, MAP -> throw new IOException("no identity before a " + schema.getType());
        }
    }

    private static Schema branch(Schema union, int index) throws IOException {
        if (index < 0 || index >= union.getTypes().size()) {
            throw new IOException("branch " + index);
        }
        return union.getTypes().get(index);
    }
}
