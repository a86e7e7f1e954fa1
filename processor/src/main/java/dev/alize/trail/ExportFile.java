package dev.alize.trail;

import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import dev.alize.schemas.serde.SchemaRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** Writes a trail to a file that {@link FileTrail} reads. There is no such file before all of it is on the disk. */
public final class ExportFile {
    private static final int LEVEL = 3;

    private final DataFileWriter<GenericRecord> out;
    private final Function<SchemaRef, Optional<Schema>> schemas;
    private final Set<SchemaRef> known = new HashSet<>();
    private long records;
    private long checkpoints;

    private ExportFile(DataFileWriter<GenericRecord> out, Function<SchemaRef, Optional<Schema>> schemas) {
        this.out = out;
        this.schemas = schemas;
    }

    /**
     * What is exported.
     *
     * @param window of the records
     * @param kept retention may have removed what is older
     * @param now when the export began
     * @param schemas finds the schema that a value was written with
     */
    public record Job(Window window, Instant kept, Instant now, Function<SchemaRef, Optional<Schema>> schemas) {}

    /**
     * What was written.
     *
     * @param records of the trail
     * @param checkpoints all there are
     */
    public record Written(long records, long checkpoints) {}

    /**
     * Writes the file, in place of one that is there.
     *
     * @throws BadInputException where it cannot be written; then what was there is still there
     */
    public static Written write(Trail trail, Job job, Path file, Consumer<Trail.Progress> progress)
            throws InterruptedException {
        Path draft = file.resolveSibling(
                file.getFileName() + ".part-" + ProcessHandle.current().pid());
        try {
            Written written = draft(trail, job, draft, progress);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return written;
        } catch (IOException e) {
            throw failed(file, e);
        } catch (UncheckedIOException e) {
            throw failed(file, Objects.requireNonNull(e.getCause()));
        } finally {
            try {
                Files.deleteIfExists(draft);
            } catch (IOException e) {
                // It is named as a part, and the failure before this one says more.
            }
        }
    }

    private static BadInputException failed(Path file, IOException e) {
        BadInputException failed = new BadInputException(
                "Output",
                new Problem(
                        file.toString(),
                        e.getClass().getSimpleName() + " (" + e.getMessage() + "); nothing was written",
                        "a directory that can be written to, with room on its disk"));
        failed.initCause(e);
        return failed;
    }

    private static Written draft(Trail trail, Job job, Path draft, Consumer<Trail.Progress> progress)
            throws IOException, InterruptedException {
        try (DataFileWriter<GenericRecord> out = new DataFileWriter<>(new GenericDatumWriter<>(ExportFormat.ALL))) {
            out.setCodec(CodecFactory.deflateCodec(LEVEL));
            out.setMeta(ExportFormat.VERSION, 1L);
            out.setMeta(ExportFormat.PARTITIONS, (long) trail.partitions());
            out.setMeta(ExportFormat.FROM, millis(job.window().from()));
            out.setMeta(ExportFormat.TO, millis(job.window().to()));
            out.setMeta(ExportFormat.KEPT, millis(job.kept()));
            out.setMeta(ExportFormat.EXPORTED_AT, millis(job.now()));
            out.create(ExportFormat.ALL, draft.toFile());
            ExportFile file = new ExportFile(out, job.schemas());
            trail.seals(file::seal);
            trail.read(Extent.bytes(job.window()), file::entry, progress);
            out.append(ExportFormat.end(file.records, file.checkpoints));
            out.fSync();
            return new Written(file.records, file.checkpoints);
        }
    }

    private static long millis(Instant moment) {
        return moment.isAfter(Instant.ofEpochMilli(Long.MAX_VALUE)) ? Long.MAX_VALUE : moment.toEpochMilli();
    }

    private synchronized void seal(SealEntry seal) {
        try {
            out.append(ExportFormat.seal(seal));
            checkpoints++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void entry(Entry entry) {
        try {
            Optional<SchemaRef> reference = SchemaRef.ofValue(entry.headers(), entry.value());
            if (reference.isPresent() && known.size() < 10_000 && known.add(reference.get())) {
                Optional<Schema> schema = schemas.apply(reference.get());
                if (schema.isPresent()) {
                    out.append(ExportFormat.schema(reference.get(), schema.get()));
                }
            }
            out.append(ExportFormat.record(entry));
            records++;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DataFileWriter.AppendWriteException e) {
            throw e.getCause() instanceof IOException io ? new UncheckedIOException(io) : e;
        }
    }
}
