package dev.alize.trail;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.schemas.AuditCheckpoint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** A trail that {@link ExportFile} wrote; needs neither brokers nor registry. Read by one thread. */
public final class FileTrail implements Trail {
    private final Path file;
    private final int partitions;
    private final Window window;
    private final Instant kept;
    private final Instant exportedAt;

    private FileTrail(Path file, DataFileReader<GenericRecord> in) {
        this.file = file;
        this.partitions = (int) in.getMetaLong(ExportFormat.PARTITIONS);
        this.window = new Window(moment(in, ExportFormat.FROM), moment(in, ExportFormat.TO));
        this.kept = moment(in, ExportFormat.KEPT);
        this.exportedAt = moment(in, ExportFormat.EXPORTED_AT);
    }

    private static Instant moment(DataFileReader<GenericRecord> in, String name) {
        return Instant.ofEpochMilli(in.getMetaLong(name));
    }

    /** @throws BadInputException where there is no such file, or it is another one */
    public static FileTrail open(Path file) {
        try (DataFileReader<GenericRecord> in = reader(file)) {
            if (in.getMeta(ExportFormat.VERSION) == null || in.getMetaLong(ExportFormat.VERSION) != 1) {
                throw bad(file, "another file");
            }
            return new FileTrail(file, in);
        } catch (IOException | AvroRuntimeException | IllegalArgumentException e) {
            throw bad(
                    file,
                    !Files.exists(file)
                            ? "no such file"
                            : Files.isReadable(file) ? "another file" : "permission denied");
        }
    }

    private static DataFileReader<GenericRecord> reader(Path file) throws IOException {
        return new DataFileReader<>(file.toFile(), new GenericDatumReader<>());
    }

    private static BadInputException bad(Path file, String got) {
        return new BadInputException(
                "Input", new Problem(file.toString(), got, "a file that alize audit export has written"));
    }

    @Override
    public long read(Window of, Visitor visitor, Consumer<Progress> progress) throws InterruptedException {
        return read(Extent.of(of), visitor, progress);
    }

    @Override
    public long read(Extent extent, Visitor visitor, Consumer<Progress> progress) throws InterruptedException {
        Map<Integer, Stretch> stretches = new HashMap<>();
        FileValues values = new FileValues();
        long[] taken = new long[1];
        scan(
                (record, share) -> {
                    if (ExportFormat.is(record, "ValueSchema")) {
                        values.learn(record);
                    } else if (ExportFormat.is(record, "Record")) {
                        int partition = (int) record.get("partition");
                        Instant at = Instant.ofEpochMilli((long) record.get("at"));
                        byte[] value = ExportFormat.bytes(record.get("value"));
                        Integer only = extent.partition();
                        boolean meant = only == null || only == partition;
                        if (meant
                                && stretches
                                        .computeIfAbsent(partition, p -> new Stretch(extent.window()))
                                        .holds(at)
                                && extent.takes(at, value)) {
                            taken[0]++;
                            visitor.visit(values.entry(record, at, value, extent.bytesOnly()));
                        }
                    }
                },
                progress);
        return taken[0];
    }

    /** Where a window begins and ends in one partition. */
    private static final class Stretch {
        private final Window window;
        private boolean begun;
        private int beyond;

        Stretch(Window window) {
            this.window = window;
        }

        boolean holds(Instant at) {
            begun |= !at.isBefore(window.from());
            if (beyond < PartitionRead.BEYOND) {
                beyond = at.isBefore(KafkaTrail.latest(window)) ? 0 : beyond + 1;
            }
            return begun && beyond < PartitionRead.BEYOND;
        }
    }

    private interface Each {
        void take(GenericRecord record, long position) throws InterruptedException;
    }

    private void scan(Each each, Consumer<Progress> progress) throws InterruptedException {
        GenericRecord last = null;
        long read = 0;
        long records = 0;
        long checkpoints = 0;
        try (DataFileReader<GenericRecord> in = reader(file)) {
            long bytes = Files.size(file);
            while (in.hasNext()) {
                GenericRecord record = in.next();
                last = record;
                records += ExportFormat.is(record, "Record") ? 1 : 0;
                checkpoints += ExportFormat.is(record, "Checkpoint") ? 1 : 0;
                each.take(record, read);
                if (++read % 10_000 == 0) {
                    long share = Math.max(1, in.tell());
                    progress.accept(new Progress(read, Math.max(read, (long) ((double) read * bytes / share))));
                }
            }
        } catch (IOException | AvroRuntimeException e) {
            throw bad(file, "a damaged block behind record " + read);
        }
        if (last == null || !ExportFormat.is(last, "End")) {
            throw bad(file, "an end behind record " + read + " where more should follow");
        }
        if (!last.equals(ExportFormat.end(records, checkpoints))) {
            throw bad(
                    file,
                    records + " events and " + checkpoints + " checkpoints where " + last.get("records") + " and "
                            + last.get("checkpoints") + " were written");
        }
        progress.accept(new Progress(read, read));
    }

    @Override
    public void checkpoints(Consumer<AuditCheckpoint> each) throws InterruptedException {
        seals(seal -> Optional.ofNullable(seal.checkpoint()).ifPresent(each));
    }

    @Override
    public void seals(Consumer<SealEntry> each) throws InterruptedException {
        scan(
                (record, position) -> {
                    if (ExportFormat.is(record, "Checkpoint")) {
                        each.accept(new SealEntry(
                                (int) record.get("partition"), (long) record.get("offset"), checkpoint((ByteBuffer)
                                        record.get("checkpoint"))));
                    }
                },
                told -> {});
    }

    private static @org.jspecify.annotations.Nullable AuditCheckpoint checkpoint(
            @org.jspecify.annotations.Nullable ByteBuffer bytes) {
        try {
            return bytes == null ? null : AuditCheckpoint.fromByteBuffer(bytes);
        } catch (IOException | AvroRuntimeException e) {
            return null;
        }
    }

    /** The window that was exported. */
    public Window window() {
        return window;
    }

    /** Retention may have removed what is older. */
    public Instant kept() {
        return kept;
    }

    public Instant exportedAt() {
        return exportedAt;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    /** Nothing is open between two readings. */
    @Override
    public void close() {}
}
