package dev.alize.connect.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * The end of a batch, on the topic {@code llm.batches} with the batch id as its key: all requests of the file are
 * written.
 *
 * @param batchId 32 lower-case hexadecimal digits
 * @param tenant on whose account the requests run
 * @param file name of the file when it was first seen, without directory
 * @param requests how many requests were written, 0 or more
 * @param badLines how many lines were none, 0 or more; blank lines count as neither
 * @param lastLine number of the last line that was read, 0 or more; {@link #NO_LAST_LINE} where the end does not say
 * @param ending how the file ended
 * @param finishedAt when the last line was read
 */
public record BatchEnd(
        String batchId,
        String tenant,
        String file,
        long requests,
        long badLines,
        long lastLine,
        Ending ending,
        Instant finishedAt) {
    /** No line is behind it. */
    public static final long NO_LAST_LINE = Long.MAX_VALUE;

    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** How a file ended. */
    public enum Ending {
        /** All of it was read. */
        COMPLETE,
        /** It was taken away, or out of the directory, before it was complete. */
        VANISHED,
        /** It became shorter or other than it was. */
        TRUNCATED,
        /** It cannot be decompressed to its end. */
        DAMAGED;

        /** As it is written. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Checks the id and the name, which become parts of paths. */
    public BatchEnd {
        if (!LineId.isBatch(batchId)) {
            throw new IllegalArgumentException("batch_id: expected 32 hexadecimal digits");
        }
        if (!isName(file)) {
            throw new IllegalArgumentException("file: expected the name of a file without a directory");
        }
        if (requests < 0 || badLines < 0 || lastLine < 0) {
            throw new IllegalArgumentException("requests, bad_lines, last_line: expected 0 or more");
        }
    }

    /** Whether a text is the name of a file, without a directory of any system. */
    public static boolean isName(String text) {
        return !text.isEmpty() && !text.contains("/") && !text.contains("\\") && !text.contains("\0");
    }

    /** The record's value. */
    public ObjectNode toJson() {
        ObjectNode json = JSON.createObjectNode()
                .put("batch_id", batchId)
                .put("tenant", tenant)
                .put("file", file)
                .put("lines", requests + badLines)
                .put("requests", requests)
                .put("bad_lines", badLines);
        if (lastLine != NO_LAST_LINE) {
            json.put("last_line", lastLine);
        }
        return json.put("ending", ending.code()).put("finished_at", finishedAt.toString());
    }

    /** The record's value in UTF-8. */
    public byte[] toBytes() {
        try {
            return JSON.writeValueAsBytes(toJson());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("file: expected a name that UTF-8 can hold", e);
        }
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException where it is none; the message quotes nothing of it
     */
    public static BatchEnd parse(byte[] value) {
        try {
            return of(JSON.readTree(value));
        } catch (IOException e) {
            throw new IllegalArgumentException("batch end: got " + value.length + " bytes that are no JSON", e);
        }
    }

    /** The same of JSON that was parsed already. */
    public static BatchEnd of(JsonNode json) {
        try {
            return new BatchEnd(
                    json.required("batch_id").asText(),
                    json.required("tenant").asText(),
                    json.required("file").asText(),
                    json.required("requests").asLong(-1),
                    json.required("bad_lines").asLong(-1),
                    json.hasNonNull("last_line") ? json.get("last_line").asLong(-1) : NO_LAST_LINE,
                    Ending.valueOf(json.required("ending").asText().toUpperCase(Locale.ROOT)),
                    Instant.parse(json.required("finished_at").asText()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("batch end: finished_at is no time", e);
        }
    }
}
