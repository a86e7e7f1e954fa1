package dev.alize.ingress.http;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Priority;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.jspecify.annotations.Nullable;

/**
 * A hash of what a body asks: the same for two bodies exactly where the gateway takes one for a repeat of the other
 * (endpoint, model, conversation, parameters, other members, stream), and both name the same callback.
 */
final class BodyHash {
    private static final int BYTES = 16;

    private BodyHash() {}

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
        MessageDigest digest = sha256();
        digest.update(encoded(asked));
        if (callback != null) {
            digest.update(callback.getBytes(StandardCharsets.UTF_8));
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(digest.digest(), BYTES));
    }

    private static byte[] encoded(CompletionRequest request) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new SpecificDatumWriter<>(CompletionRequest.class).write(request, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return out.toByteArray();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
