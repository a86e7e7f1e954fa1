package dev.alize.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.BadInputException;
import dev.alize.client.UnreachableException;
import dev.alize.schemas.AuditCheckpoint;
import dev.alize.schemas.AuditEvent;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportFileTest {
    private static final Instant START = Instant.parse("2026-11-20T14:00:00Z");
    private static final Window WINDOW = new Window(START, START.plusSeconds(3_600));
    private static final ExportFile.Job JOB = new ExportFile.Job(
            WINDOW, Instant.EPOCH, START.plusSeconds(7_200), reference -> Optional.of(AuditEvent.getClassSchema()));
    private static final int EVENTS = 5_000;
    private static final int SCHEMA_ID = 7;

    @TempDir
    private Path directory;

    /** Some events in two partitions; fails before the last one, if it is told to. */
    private record Memory(boolean fails) implements Trail {
        @Override
        public long read(Window window, Visitor visitor, Consumer<Progress> progress) throws InterruptedException {
            for (int i = 0; i < EVENTS; i++) {
                if (fails && i == EVENTS - 1) {
                    throw new UnreachableException("the brokers are gone", new IllegalStateException());
                }
                visitor.visit(entry(i));
            }
            return EVENTS;
        }

        @Override
        public long read(Extent extent, Visitor visitor, Consumer<Progress> progress) throws InterruptedException {
            return read(extent.window(), visitor, progress);
        }

        @Override
        public void checkpoints(Consumer<AuditCheckpoint> each) {}

        @Override
        public int partitions() {
            return 2;
        }

        @Override
        public void close() {}
    }

    private static Entry entry(int i) {
        Instant at = START.plusMillis(i);
        AuditEvent event = AuditEvent.newBuilder()
                .setKind("admitted")
                .setAt(at)
                .setRequestId("r-" + i)
                .setTenant("acme")
                .build();
        byte[] key = ("r-" + i).getBytes(StandardCharsets.UTF_8);
        return new Entry(i % 2, i, at, key, new RecordHeaders(), value(event), event);
    }

    private static byte[] value(AuditEvent event) {
        try {
            byte[] raw = encoded(event);
            return ByteBuffer.allocate(raw.length + 5)
                    .put((byte) 0)
                    .putInt(SCHEMA_ID)
                    .put(raw)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] encoded(AuditEvent event) throws IOException {
        var out = new java.io.ByteArrayOutputStream();
        var encoder = org.apache.avro.io.EncoderFactory.get().binaryEncoder(out, null);
        new org.apache.avro.specific.SpecificDatumWriter<>(AuditEvent.class).write(event, encoder);
        encoder.flush();
        return out.toByteArray();
    }

    @Test
    void whatIsWrittenIsReadAgainWithoutARegistry() throws Exception {
        Path file = directory.resolve("trail.avro");
        ExportFile.write(new Memory(false), JOB, file, progress -> {});

        List<Entry> read = new ArrayList<>();
        try (FileTrail trail = FileTrail.open(file)) {
            assertThat(trail.read(Extent.of(WINDOW).in(1), read::add, progress -> {}))
                    .isEqualTo(EVENTS / 2);
            assertThat(trail.window()).isEqualTo(WINDOW);
        }
        assertThat(read)
                .allSatisfy(entry -> assertThat(entry.event())
                        .isNotNull()
                        .satisfies(event -> assertThat(event.getRequestId()).isEqualTo("r-" + entry.offset())));
        assertThat(directory.toFile().list()).containsExactly("trail.avro");
    }

    @Test
    void leavesWhatWasThereWhereTheReadingFails() throws Exception {
        Path file = Files.writeString(directory.resolve("trail.avro"), "an older export");

        assertThatThrownBy(() -> ExportFile.write(new Memory(true), JOB, file, progress -> {}))
                .isInstanceOf(UnreachableException.class);

        assertThat(file).hasContent("an older export");
        assertThat(directory.toFile().list()).containsExactly("trail.avro");
    }

    @Test
    void aFullDiskIsAFailureOfTheOutputAndNotOfTheTrail() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };

        assertThatThrownBy(() -> ExportFile.write(new Memory(false), JOB, full, progress -> {}))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("No space left on device");
    }

    @Test
    void refusesAFileThatIsNotWhole() throws Exception {
        Path file = directory.resolve("trail.avro");
        ExportFile.write(new Memory(false), JOB, file, progress -> {});
        byte[] whole = Files.readAllBytes(file);

        Files.write(file, Arrays.copyOf(whole, whole.length - 1_000));
        assertThatThrownBy(() -> readAll(file)).isInstanceOf(BadInputException.class);

        Files.write(file, withoutItsSecondBlock(whole));
        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(BadInputException.class)
                .hasMessageContaining("where 5000 and 0 were written");
        assertThatThrownBy(() -> readAll(directory.resolve("nowhere"))).hasMessageContaining("no such file");
    }

    private static void readAll(Path file) throws InterruptedException {
        try (FileTrail trail = FileTrail.open(file)) {
            trail.read(WINDOW, entry -> {}, progress -> {});
        }
    }

    /** Blocks end with the sixteen bytes that end the file. */
    private static byte[] withoutItsSecondBlock(byte[] whole) {
        byte[] sync = Arrays.copyOfRange(whole, whole.length - 16, whole.length);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i + 16 <= whole.length; i++) {
            if (Arrays.equals(sync, 0, 16, whole, i, i + 16)) {
                ends.add(i + 16);
            }
        }
        assertThat(ends).as("the header, and at least three blocks").hasSizeGreaterThan(3);
        byte[] less = new byte[whole.length - (ends.get(2) - ends.get(1))];
        System.arraycopy(whole, 0, less, 0, ends.get(1));
        System.arraycopy(whole, ends.get(2), less, ends.get(1), whole.length - ends.get(2));
        return less;
    }
}
