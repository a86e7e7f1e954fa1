package dev.alize.topology;

import dev.alize.cache.CacheRules;
import dev.alize.cache.Question;
import dev.alize.schemas.CompletionRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * Says what a request asks: its tenant, the version of what decides about answers, and all that is sent to a target.
 * Whether it is streamed makes no difference unless its policies do, nor do identity, subject, deadline, priority, ordering key and metadata.
 * Owned by one thread.
 */
final class Questions {
    /** Changes when questions are made in another way, so that old answers are not found any more. */
    private static final byte FORMAT = 1;

    private final SpecificDatumWriter<CompletionRequest> writer = new SortedMaps();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
    private final MessageDigest digest;
    private @Nullable BinaryEncoder encoder;

    Questions() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /** Members of the same content are in the same order, whatever order they came in. */
    private static final class SortedMaps extends SpecificDatumWriter<CompletionRequest> {
        SortedMaps() {
            super(CompletionRequest.class);
        }

        @Override
        protected Iterable<Map.Entry<Object, Object>> getMapEntries(Object map) {
            Map<Object, Object> sorted = new TreeMap<>((Map<?, ?>) map);
            return sorted.entrySet();
        }
    }

    Question of(CompletionRequest request, CacheRules rules) {
        boolean apart = rules.streamsApart() && Boolean.TRUE.equals(request.getStream());
        digest.update(FORMAT);
        digest.update((byte) (apart ? 1 : 0));
        add(request.getTenant().getBytes(StandardCharsets.UTF_8));
        add(rules.version().getBytes(StandardCharsets.UTF_8));
        add(asked(request));
        return Question.of(digest.digest());
    }

    private void add(byte[] part) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, part.length));
        digest.update(part);
    }

    private byte[] asked(CompletionRequest request) {
        CompletionRequest asked = Rows.asked(request).build();
        out.reset();
        try {
            encoder = EncoderFactory.get().binaryEncoder(out, encoder);
            writer.write(asked, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return out.toByteArray();
    }
}
