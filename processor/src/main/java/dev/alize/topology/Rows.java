package dev.alize.topology;

import dev.alize.domain.RequestKey;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.ReleasedSchemas;
import dev.alize.schemas.RequestRow;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Bytes of the store: one version byte, then the row in Avro binary, in the schema of that version. Owned by
 * one stream thread at a time; not thread-safe.
 */
final class Rows {
    /** Today's row schema. */
    static final byte VERSION = 4;

    /** The schema before requests drew on budgets. */
    static final byte BEFORE_BUDGETS = 3;

    /** The schema before policies rewrote requests. */
    static final byte BEFORE_ORIGINALS = 2;

    /** The schemas before a request had a route: of the first builds, and of those that know ordering keys. */
    static final byte BEFORE_TARGETS = 1;

    private final SpecificDatumWriter<RequestRow> rowWriter = new SpecificDatumWriter<>(RequestRow.class);
    private final SpecificDatumReader<RequestRow> rowReader = new SpecificDatumReader<>(RequestRow.class);
    private final SpecificDatumReader<RequestRow> policiesReader = reader("0.1.0-policies");
    private final SpecificDatumReader<RequestRow> routingReader = reader("0.1.0-routing");
    private final SpecificDatumReader<RequestRow> orderingReader = reader("0.1.0-ordering");
    private final SpecificDatumReader<RequestRow> firstReader = reader("0.1.0");
    private final SpecificDatumWriter<CompletionRequest> requestWriter =
            new SpecificDatumWriter<>(CompletionRequest.class);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    private @Nullable BinaryEncoder encoder;
    private @Nullable BinaryDecoder decoder;
    private final MessageDigest digest;

    Rows() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    byte[] encode(RequestRow row) {
        out.reset();
        out.write(VERSION);
        write(rowWriter, row);
        return out.toByteArray();
    }

    RequestRow decode(byte[] bytes) {
        if (bytes.length == 0) {
            throw new IllegalStateException("The store holds a row without a version");
        }
        try {
            return switch (bytes[0]) {
                case VERSION -> read(rowReader, bytes);
                case BEFORE_BUDGETS -> read(policiesReader, bytes);
                case BEFORE_ORIGINALS -> read(routingReader, bytes);
                case BEFORE_TARGETS -> readOld(bytes);
                default -> throw new NewerRowException(bytes[0], VERSION);
            };
        } catch (IOException | AvroRuntimeException e) {
            throw new IllegalStateException("A row of the store cannot be read", e);
        }
    }

    /** The earlier of the two schemas ends where the later one goes on, so its rows end too soon for the later one. */
    private RequestRow readOld(byte[] bytes) throws IOException {
        try {
            return read(orderingReader, bytes);
        } catch (EOFException e) {
            return read(firstReader, bytes);
        }
    }

    private RequestRow read(SpecificDatumReader<RequestRow> reader, byte[] bytes) throws IOException {
        decoder = DecoderFactory.get().binaryDecoder(bytes, 1, bytes.length - 1, decoder);
        return reader.read(null, decoder);
    }

    private static SpecificDatumReader<RequestRow> reader(String release) {
        return new SpecificDatumReader<>(
                ReleasedSchemas.row(release), RequestRow.getClassSchema(), SpecificData.getForClass(RequestRow.class));
    }

    /** What a request asks the provider, and nothing else of it. */
    static CompletionRequest.Builder asked(CompletionRequest request) {
        return CompletionRequest.newBuilder()
                .setRequestId("")
                .setEndpoint(request.getEndpoint())
                .setModel(request.getModel())
                .setMessages(request.getMessages())
                .setPrompt(request.getPrompt())
                .setSuffix(request.getSuffix())
                .setParameters(request.getParameters())
                .setExtra(request.getExtra());
    }

    /** Hash of what a request asks the provider: not of its identity, deadline, priority or metadata. */
    Hash16 contentOf(CompletionRequest request) {
        CompletionRequest asked = asked(request)
                .setTenant("")
                .setStream(request.getStream())
                .setMetadata(Map.of())
                .build();
        out.reset();
        write(requestWriter, asked);
        return contentOf(out.toByteArray());
    }

    Hash16 contentOf(byte[] bytes) {
        return new Hash16(Arrays.copyOf(digest.digest(bytes), RequestKey.LENGTH));
    }

    private <T> void write(SpecificDatumWriter<T> writer, T value) {
        try {
            encoder = EncoderFactory.get().binaryEncoder(out, encoder);
            writer.write(value, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }
}
