package dev.alize.training;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The rows of a directory with one directory per subject, in each the files {@code *.jsonl} or {@code *.jsonl.gz}.
 *
 * @param rows by subject, in the order of the files' names and their lines
 * @param digests by subject: SHA-256 of the files, uncompressed and in the order of their names
 */
public record Data(Map<String, List<Row>> rows, Map<String, String> digests) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public Data {
        rows = Map.copyOf(rows);
        digests = Map.copyOf(digests);
    }

    public List<Row> of(String subject) {
        return rows.getOrDefault(subject, List.of());
    }

    /** One digest of several subjects. */
    public String digest(List<String> subjects) {
        return subjects.stream().map(this::digest).collect(Collectors.joining("+"));
    }

    public String digest(String subject) {
        return digests.getOrDefault(subject, "");
    }

    /** @throws UncheckedIOException if the directory cannot be read, or a line is no JSON */
    public static Data read(Path directory) {
        Map<String, List<Row>> rows = new TreeMap<>();
        Map<String, String> digests = new TreeMap<>();
        for (Path subject : list(directory)) {
            if (Files.isDirectory(subject)) {
                List<Row> read = new ArrayList<>();
                String name = subject.getFileName().toString();
                digests.put(name, subject(subject, read));
                rows.put(name, List.copyOf(read));
            }
        }
        return new Data(rows, digests);
    }

    private static String subject(Path directory, List<Row> rows) {
        MessageDigest digest = sha256();
        for (Path file : list(directory)) {
            String name = file.getFileName().toString();
            if (name.endsWith(".jsonl") || name.endsWith(".jsonl.gz")) {
                byte[] bytes = bytes(file);
                digest.update(bytes);
                rows.addAll(lines(file, bytes));
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static List<Row> lines(Path file, byte[] bytes) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8))) {
            List<Row> rows = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    rows.add(Row.of(JSON.readTree(line)));
                }
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read rows of " + file, e);
        }
    }

    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return file.toString().endsWith(".gz") ? new GZIPInputStream(in).readAllBytes() : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list " + directory, e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
