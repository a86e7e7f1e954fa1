package dev.alize.bench;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Status;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * The chunks of one run: whether each stream has them all, once, in order and with the text of its response, and how old
 * each delta was when it could be read. The simulator writes the time into the content of a delta. Written by a
 * reader's thread, read by any.
 */
final class StreamLedger implements TopicReader.Listener {
    /** What came of one stream. */
    private static final class Pieces {
        private final StringBuilder text = new StringBuilder();
        private int next;
        private boolean last;
        private boolean broken;
    }

    /**
     * How the streams of a run ended.
     *
     * @param broken streams that did not complete in their first attempt
     * @param missing sequences, up to the number of chunks the responses state
     * @param duplicates sequences that came again, and chunks of no stream of this run
     * @param differing complete streams whose chunks do not come to what the response says
     */
    record Verdict(int broken, int missing, int duplicates, int differing) {
        /** Whether nothing is wrong. */
        boolean isClean() {
            return broken + missing + duplicates + differing == 0;
        }
    }

    private final Ledger ledger;
    private final Messages messages;
    private final long fromMicros;
    private final long toMicros;
    private final Pieces[] streams;
    private final DoubleStream.Builder ages = DoubleStream.builder();
    private int duplicates;
    private int gaps;
    private int chunks;
    private int deltas;

    /**
     * Deltas count that were sent in a window of time.
     *
     * @param fromMicros its start, microseconds since 1970
     * @param toMicros its end, exclusive
     */
    StreamLedger(Ledger ledger, Messages messages, long fromMicros, long toMicros) {
        this.ledger = ledger;
        this.messages = messages;
        this.fromMicros = fromMicros;
        this.toMicros = toMicros;
        this.streams = Stream.generate(Pieces::new).limit(ledger.requests()).toArray(Pieces[]::new);
    }

    @Override
    public void read(ConsumerRecord<byte[], byte[]> record, long nanos) {
        byte @Nullable [] key = record.key();
        int number = key == null ? -1 : ledger.number(new String(key, StandardCharsets.UTF_8));
        arrived(
                number,
                messages.decode(CompletionChunk.class, Messages.CHUNKS, record.value()),
                WallClock.micros(nanos));
    }

    /**
     * A chunk is visible.
     *
     * @param number of its stream; -1 for none of this run
     * @param micros when, since 1970
     */
    synchronized void arrived(int number, CompletionChunk chunk, long micros) {
        if (number < 0) {
            duplicates++;
            return;
        }
        Pieces stream = streams[number];
        if (chunk.getSequence() < stream.next) {
            duplicates++;
            return;
        }
        gaps += chunk.getSequence() - stream.next;
        stream.next = chunk.getSequence() + 1;
        stream.broken |= chunk.getAttempt() != 1 || chunk.getError() != null || stream.last;
        stream.last = chunk.getLast();
        chunks++;
        chunk.getDeltas().forEach(delta -> append(stream, delta, micros));
    }

    private void append(Pieces stream, Delta delta, long micros) {
        String content = text(delta.getMessage().getContent());
        if (content.isEmpty()) {
            return; // the role
        }
        stream.text.append(content);
        deltas++;
        long sent = Long.parseLong(content.strip());
        if (sent >= fromMicros && sent < toMicros) {
            ages.add((micros - sent) / 1e3);
        }
    }

    private static String text(@Nullable Object content) {
        return content == null ? "" : content.toString();
    }

    /** How old the deltas of the window were when they could be read, in milliseconds; to be asked once. */
    synchronized double[] ages() {
        return ages.build().toArray();
    }

    synchronized int chunks() {
        return chunks;
    }

    synchronized int deltas() {
        return deltas;
    }

    /**
     * Judges every stream by the response to it; after everything was read.
     *
     * @param responses by the numbers of their streams; null where there is none
     */
    synchronized Verdict verdict(IntFunction<@Nullable CompletionResponse> responses) {
        int[] counts = new int[3];
        for (int i = 0; i < streams.length; i++) {
            judge(streams[i], responses.apply(i), counts);
        }
        return new Verdict(counts[0], gaps + counts[1], duplicates, counts[2]);
    }

    /** @param counts broken, missing at the end, differing */
    private static void judge(Pieces stream, @Nullable CompletionResponse response, int... counts) {
        if (response == null || response.getStatus() != Status.COMPLETED || stream.broken) {
            counts[0]++;
            return;
        }
        counts[1] += Math.max(0, response.getChunks() - stream.next);
        String answer = text(response.getChoices().getFirst().getMessage().getContent());
        if (response.getChunks() != stream.next || !stream.last || !answer.contentEquals(stream.text)) {
            counts[2]++;
        }
    }
}
