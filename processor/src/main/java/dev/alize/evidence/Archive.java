package dev.alize.evidence;

import dev.alize.client.BadInputException;
import dev.alize.client.UnreachableException;
import dev.alize.client.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/** Collects everything into a directory beside the archive, and packs that. Used by one thread. */
public final class Archive {
    /** The directory in the archive. */
    static final String ROOT = "evidence/";

    static final String MANIFEST = "MANIFEST.md";
    static final String SUMS = "SHA256SUMS";

    private final List<Collector> collectors;
    private final List<String> head;
    private final Scrubber scrubber;
    private final InstantSource clock;

    /**
     * What became of a collector.
     *
     * @param collected whether it wrote its files
     * @param note what has to be known, or why there is nothing
     */
    public record Part(String name, boolean collected, String note) {}

    /** @param head what the manifest says first, a line each */
    public Archive(List<Collector> collectors, List<String> head, Scrubber scrubber, InstantSource clock) {
        this.collectors = List.copyOf(collectors);
        this.head = List.copyOf(head);
        this.scrubber = scrubber;
        this.clock = clock;
    }

    /**
     * Writes the archive; there is none, and nothing is left behind, where that fails.
     *
     * @throws dev.alize.client.BadInputException where it cannot be written
     */
    public List<Part> write(Path target) throws InterruptedException {
        try (WholeFile file = WholeFile.at(target)) {
            Path directory = Files.createTempDirectory(target.toAbsolutePath().getParent(), ".alize-evidence-");
            try {
                List<Part> parts = collect(directory);
                manifest(directory, parts);
                sums(directory);
                file.write(out -> pack(directory, out));
                file.finish();
                return parts;
            } finally {
                delete(directory);
            }
        } catch (UncheckedIOException e) {
            throw WholeFile.failed(target, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw WholeFile.failed(target, e);
        }
    }

    private List<Part> collect(Path directory) throws IOException, InterruptedException {
        List<Part> parts = new ArrayList<>();
        for (Collector collector : collectors) {
            parts.add(collect(collector, directory));
        }
        return parts;
    }

    private Part collect(Collector collector, Path directory) throws IOException, InterruptedException {
        try {
            return new Part(collector.name(), true, scrubber.line(collector.collect(directory)));
        } catch (NotCollectedException | UnreachableException | BadInputException e) {
            return new Part(collector.name(), false, oneLine(String.valueOf(e.getMessage())));
        } catch (UncheckedIOException | Error e) {
            throw e;
        } catch (RuntimeException e) {
            // Its message may hold anything.
            return new Part(
                    collector.name(), false, "failed with " + e.getClass().getSimpleName());
        }
    }

    private String oneLine(String text) {
        return scrubber.line(text.replaceAll("\\s+", " "));
    }

    private void manifest(Path directory, List<Part> parts) throws IOException {
        StringBuilder text = new StringBuilder("# Evidence\n\n");
        head.forEach(line -> text.append("- ").append(scrubber.line(line)).append('\n'));
        text.append("- collected at ").append(clock.instant()).append("\n\n");
        text.append("Values of secrets and texts of requests were taken out. `sha256sum -c ")
                .append(SUMS);
        text.append("` checks the files.\n\n| part | collected | remarks |\n| --- | --- | --- |\n");
        parts.forEach(part -> text.append("| %s | %s | %s |\n"
                .formatted(
                        part.name(),
                        part.collected() ? "yes" : "no",
                        part.note().replace("|", "\\|"))));
        Files.writeString(directory.resolve(MANIFEST), text);
    }

    private static void sums(Path directory) throws IOException {
        StringBuilder sums = new StringBuilder();
        for (Path file : files(directory)) {
            sums.append(sha256(file)).append("  ").append(name(directory, file)).append('\n');
        }
        Files.writeString(directory.resolve(SUMS), sums);
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private void pack(Path directory, OutputStream out) throws IOException {
        Instant now = clock.instant();
        try (TarArchiveOutputStream tar =
                new TarArchiveOutputStream(new GzipCompressorOutputStream(out), StandardCharsets.UTF_8.name())) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (Path file : files(directory)) {
                TarArchiveEntry entry = new TarArchiveEntry(ROOT + name(directory, file));
                entry.setSize(Files.size(file));
                entry.setModTime(now.toEpochMilli());
                tar.putArchiveEntry(entry);
                Files.copy(file, tar);
                tar.closeArchiveEntry();
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static String name(Path directory, Path file) {
        return directory.relativize(file).toString().replace('\\', '/');
    }

    private static void delete(Path directory) {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException ignored) {
            // Temporary files stay; nothing else can be done.
        }
    }
}
