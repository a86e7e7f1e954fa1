package dev.alize.connect.batch.sink;

import dev.alize.connect.batch.BatchEnd;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of all batches, for one task at a time. After a failure the same calls may be made again; after a kill, what
 * follows {@link #offsets} is to be given again. Not thread-safe.
 */
final class OutputDirectory implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OutputDirectory.class);
    private static final String OWN = ".alize";
    /** A batch whose end was never written, or that no file ever was: nobody waits for it any more. */
    private static final Duration ENDLESS = Duration.ofDays(30);

    private final Path journal;
    private final Path openFiles;
    private final Disk disk;
    private final InstantSource clock;
    /** In milliseconds: what was answered while no task ran is read only after this. */
    private final long started;

    private final DirectoryLock lock;
    private final Publication publication;
    private final Map<BatchKey, OpenBatch> open = new LinkedHashMap<>();
    private final Map<TopicPartition, Long> offsets = new HashMap<>();

    private OutputDirectory(Path directory, Disk disk, InstantSource clock) throws IOException {
        Path own = directory.resolve(OWN);
        this.journal = own.resolve("journal.json");
        this.openFiles = Files.createDirectories(own.resolve("open"));
        this.disk = disk;
        this.clock = clock;
        this.started = clock.millis();
        this.lock = DirectoryLock.of(own.resolve("lock"));
        this.publication = new Publication(directory, openFiles, Files.createDirectories(own.resolve("done")), disk);
    }

    /**
     * Locks the directory and goes on where the journal says.
     *
     * @throws DirectoryLock.HeldException where another task has it
     * @throws IOException where something cannot be read or written, or is not as the journal says
     */
    static OutputDirectory open(Path directory, Steps steps, InstantSource clock) throws IOException {
        OutputDirectory opened = new OutputDirectory(directory, new Disk(steps), clock);
        try {
            opened.recover();
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void recover() throws IOException {
        if (!Files.exists(journal)) {
            begin();
        }
        Journal certain = Journal.read(journal);
        offsets.putAll(certain.offsets());
        for (Journal.Entry entry : certain.open()) {
            OpenBatch batch = new OpenBatch(entry.key(), openFiles, disk);
            batch.recover(entry);
            open.put(entry.key(), batch);
        }
        deleteStrangers();
        publish();
    }

    private void begin() throws IOException {
        try (Stream<Path> files = Files.list(openFiles)) {
            if (files.findAny().isPresent()) {
                throw new IOException(journal + ": got no such file beside open batches, expected the journal; where it"
                        + " is lost, empty the output directory and set the offsets of the connector back");
            }
        }
        writeJournal();
    }

    /** What was begun after the journal was written will be given again. */
    private void deleteStrangers() throws IOException {
        List<String> known = open.keySet().stream().map(BatchKey::fileName).toList();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(openFiles)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                if (known.stream().noneMatch(name::startsWith)) {
                    disk.delete(file);
                }
            }
        }
    }

    /** The next offset to read of each partition that something was read of. */
    Map<TopicPartition, Long> offsets() {
        return Map.copyOf(offsets);
    }

    /** Writes answers to requests of one batch. */
    void append(BatchKey key, List<OpenBatch.Answer> answers) throws IOException {
        if (open.containsKey(key) || !publication.isDone(key)) {
            open.computeIfAbsent(key, unknown -> new OpenBatch(unknown, openFiles, disk))
                    .append(answers);
        }
    }

    /** All requests of a batch are written. */
    void ended(BatchEnd end) {
        BatchKey key = new BatchKey(end.tenant(), end.batchId());
        if (open.containsKey(key) || !publication.isDone(key)) {
            open.computeIfAbsent(key, unknown -> new OpenBatch(unknown, openFiles, disk))
                    .ended(end);
        }
    }

    /** Everything of the partition before the offset was given. */
    void read(TopicPartition partition, long nextOffset) {
        offsets.put(partition, nextOffset);
    }

    /** Puts the batches that are complete in place; does nothing where there is none. */
    void publishComplete() throws IOException {
        List<OpenBatch> complete = new ArrayList<>();
        for (OpenBatch batch : open.values()) {
            if (batch.complete()) {
                complete.add(batch);
            }
        }
        if (complete.isEmpty()) {
            return;
        }
        for (OpenBatch batch : complete) {
            BatchEnd end = batch.end();
            if (batch.base() == null && end != null) {
                String base = publication.freeBase(end.file(), open.values());
                publication.draft(batch, batch.manifest(base, clock.instant()));
                batch.placed(base);
            }
        }
        checkpoint();
        publish();
    }

    private void publish() throws IOException {
        List<OpenBatch> placed =
                open.values().stream().filter(batch -> batch.base() != null).toList();
        for (OpenBatch batch : placed) {
            String base = String.valueOf(batch.base());
            publication.place(batch, base);
            open.remove(batch.key());
            LOG.atInfo()
                    .addKeyValue("batch", batch.key().batch())
                    .addKeyValue("file", base)
                    .log("A batch is complete");
        }
        if (!placed.isEmpty()) {
            writeJournal();
        }
    }

    /** Makes everything that was given certain; {@link #offsets} may be committed then. */
    void checkpoint() throws IOException {
        List<OpenBatch> endless = endless();
        endless.forEach(batch -> open.remove(batch.key()));
        for (OpenBatch batch : open.values()) {
            batch.force();
        }
        disk.forceDirectory(openFiles);
        writeJournal();
        for (OpenBatch batch : endless) {
            disk.delete(batch.output().file());
            disk.delete(batch.errors().file());
            LOG.atWarn()
                    .addKeyValue("batch", batch.key().batch())
                    .log("A batch without an end has had no answer for 30 days; it is given up");
        }
    }

    private List<OpenBatch> endless() throws IOException {
        long before = clock.millis() - ENDLESS.toMillis();
        List<OpenBatch> endless = new ArrayList<>();
        for (OpenBatch batch : open.values()) {
            if (batch.end() == null && Math.max(started, batch.answeredAt()) < before) {
                endless.add(batch);
            }
        }
        return endless;
    }

    private void writeJournal() throws IOException {
        List<Journal.Entry> entries =
                open.values().stream().map(OpenBatch::entry).toList();
        disk.replace(journal, new Journal(offsets, entries).toBytes());
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            // The system takes it back at the latest with the process.
        }
    }
}
