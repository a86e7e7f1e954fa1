package dev.alize.trail;

import dev.alize.client.BadInputException;
import dev.alize.client.WholeFile;
import dev.alize.schemas.serde.SchemaRef;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
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
        try (WholeFile whole = WholeFile.at(file)) {
            Written written = write(trail, job, whole.stream(), progress);
            whole.finish();
            return written;
        } catch (UncheckedIOException e) {
            throw WholeFile.failed(file, Objects.requireNonNull(e.getCause()));
        }
    }

    /**
     * Writes it to a stream, which it closes.
     *
     * @throws UncheckedIOException where that fails
     */
    public static Written write(Trail trail, Job job, OutputStream stream, Consumer<Trail.Progress> progress)
            throws InterruptedException {
        try (DataFileWriter<GenericRecord> out = new DataFileWriter<>(new GenericDatumWriter<>(ExportFormat.ALL))) {
            out.setCodec(CodecFactory.deflateCodec(LEVEL));
            out.setMeta(ExportFormat.VERSION, 1L);
            out.setMeta(ExportFormat.PARTITIONS, (long) trail.partitions());
            out.setMeta(ExportFormat.FROM, millis(job.window().from()));
            out.setMeta(ExportFormat.TO, millis(job.window().to()));
            out.setMeta(ExportFormat.KEPT, millis(job.kept()));
            out.setMeta(ExportFormat.EXPORTED_AT, millis(job.now()));
            out.create(ExportFormat.ALL, stream);
            ExportFile file = new ExportFile(out, job.schemas());
            trail.seals(file::seal);
            trail.read(Extent.bytes(job.window()), file::entry, progress);
            out.append(ExportFormat.end(file.records, file.checkpoints));
            return new Written(file.records, file.checkpoints);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
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
