package dev.alize.ingress.access;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tenants of a file that is looked at every second. New text is taken once two looks in a row saw the same and it is
 * valid, so that a file that is being written is not taken half; else the tenants from before stay. Readers see one
 * immutable table; a thread of its own looks.
 */
public final class TenantsFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TenantsFile.class);

    private final Path file;
    private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tenants-file").factory());

    private volatile Tenants tenants;

    /** Of the looking thread: what was seen last, and what was last judged, good or bad; null where it cannot be read. */
    private byte @Nullable [] seen;

    private byte @Nullable [] judged;

    private TenantsFile(Path file, byte[] text, Tenants tenants) {
        this.file = file;
        this.seen = text;
        this.judged = text;
        this.tenants = tenants;
    }

    /**
     * Reads it and begins to look.
     *
     * @throws IllegalArgumentException where it cannot be read or is invalid; names every problem, no key and no hash
     */
    public static TenantsFile open(Path file) {
        TenantsFile opened = read(file);
        opened.looking.scheduleWithFixedDelay(opened::look, 1, 1, TimeUnit.SECONDS);
        return opened;
    }

    /** As {@link #open}, for a check or a test: it is not looked at again by itself. */
    static TenantsFile read(Path file) {
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "tenants_file " + file + " cannot be read (" + e.getClass().getSimpleName()
                            + "); expected a file as docs/ingress-access.md describes it",
                    e);
        }
        return switch (parse(file, text)) {
            case Reading.Bad bad -> throw new IllegalArgumentException(bad.message());
            case Reading.Good good -> {
                warnOfWriters(file);
                yield new TenantsFile(file, text, good.tenants());
            }
        };
    }

    private static Reading parse(Path file, byte[] text) {
        String name = String.valueOf(file.getFileName());
        return TenantsReader.read(
                StandardCharsets.UTF_8.decode(ByteBuffer.wrap(text)).toString(), name);
    }

    /** Those of the last good reading. */
    public Tenants tenants() {
        return tenants;
    }

    /** One look. Never throws: a thread that ended here would leave the file unseen. */
    void look() {
        try {
            lookOnce();
        } catch (IOException | RuntimeException e) {
            if (seen != null) {
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("cause", e.getClass().getSimpleName())
                        .log("The tenants file cannot be read; the tenants from before stay");
            }
            seen = null;
        }
    }

    private void lookOnce() throws IOException {
        byte[] text = Files.readAllBytes(file);
        boolean settled = Arrays.equals(text, seen);
        seen = text;
        if (settled && !Arrays.equals(text, judged)) {
            judged = text;
            judge(text);
        }
    }

    private void judge(byte[] text) {
        switch (parse(file, text)) {
            case Reading.Bad bad ->
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .addKeyValue("problems", bad.message())
                        .log("The tenants file changed and is invalid; the tenants from before stay");
            case Reading.Good good -> {
                tenants = good.tenants();
                LOG.atInfo()
                        .addKeyValue("file", file)
                        .addKeyValue("tenants", good.tenants().all().size())
                        .addKeyValue("keys", good.tenants().keys())
                        .log("The tenants file was read again");
                warnOfWriters(file);
            }
        }
    }

    /**
     * Who may read the file learns hashes of random keys, which open nothing; who may write it can add a key of his own.
     * Only said, not refused: volumes of some container engines show every file as writable by all.
     */
    private static void warnOfWriters(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_WRITE)) {
                LOG.atWarn()
                        .addKeyValue("file", file)
                        .log("Every user of this machine may write the tenants file, and so let himself in;"
                                + " expected chmod o-w");
            }
        } catch (IOException | UnsupportedOperationException e) {
            LOG.atDebug().addKeyValue("file", file).log("Who may write the tenants file cannot be told");
        }
    }

    @Override
    public void close() {
        looking.shutdownNow();
    }
}
