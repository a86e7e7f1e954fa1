package dev.alize.connect.batch.source;

import dev.alize.connect.batch.BatchEnd;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is in the directory at a moment.
 *
 * @param files the batch files, by name; of rotated ones the oldest, with the highest number, first
 * @param marked names of the files whose marker {@code <name>.done} is there
 * @param strange names of what would be batch files, but cannot be one's of the sink or have an error file beside them
 */
record Listing(List<Found> files, Set<String> marked, Set<String> strange) {
    static final String MARKER = ".done";
    static final String ERRORS = ".errors.jsonl";
    /** Behind the name of a rotated file. */
    private static final Pattern NUMBER = Pattern.compile("\\.([0-9]{1,18})(?=$|\\.gz$|\\.zst$)");

    /** Of 255 that a file system allows; the name of the error file is longer, and a number may come, too. */
    private static final int NAME_BYTES = 230;

    private static final String ATTRIBUTES = "unix:ino,size,lastModifiedTime,isRegularFile";

    /**
     * A file.
     *
     * @param inode stays when the file is renamed
     * @param size in bytes
     * @param modified in milliseconds since 1970
     */
    record Found(Path path, long inode, long size, long modified) {
        String name() {
            return path.getFileName().toString();
        }

        private String unnumbered() {
            return NUMBER.matcher(name()).replaceFirst("");
        }

        private long number() {
            Matcher matcher = NUMBER.matcher(name());
            return matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
        }

        /**
         * The file as it is.
         *
         * @throws NoSuchFileException where it vanished
         */
        static Found of(Path path) throws IOException {
            return of(path, Files.readAttributes(path, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS));
        }

        /**
         * The file as it is, under the same name.
         *
         * @throws NoSuchFileException where the name is gone, or another file's: it was renamed
         */
        Found again() throws IOException {
            Found now = of(path);
            if (now.inode != inode) {
                throw new NoSuchFileException(path.toString(), null, "renamed");
            }
            return now;
        }

        private static Object value(Map<String, Object> attributes, String name) {
            return Objects.requireNonNull(attributes.get(name));
        }

        private static Found of(Path path, Map<String, Object> attributes) {
            return new Found(
                    path,
                    (Long) value(attributes, "ino"),
                    (Long) value(attributes, "size"),
                    ((FileTime) value(attributes, "lastModifiedTime")).toMillis());
        }
    }

    static Listing of(Path directory, Pattern pattern) throws IOException {
        List<Found> files = new ArrayList<>();
        Set<String> marked = new HashSet<>();
        Set<String> strange = new HashSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.endsWith(MARKER)) {
                    marked.add(name.substring(0, name.length() - MARKER.length()));
                } else if (isBatch(name, pattern)) {
                    if (isUsual(entry, name)) {
                        add(entry, files);
                    } else {
                        strange.add(name);
                    }
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        files.sort(Comparator.comparing(Found::unnumbered)
                .thenComparing(Found::number, Comparator.reverseOrder())
                .thenComparing(Found::name));
        return new Listing(files, marked, strange);
    }

    private static boolean isBatch(String name, Pattern pattern) {
        return !name.startsWith(".")
                && !name.endsWith(ERRORS)
                && pattern.matcher(name).matches();
    }

    private static boolean isUsual(Path entry, String name) {
        try {
            return BatchEnd.isName(name)
                    && name.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES
                    && entry.resolveSibling(name).equals(entry);
        } catch (InvalidPathException e) {
            // Bytes that are no text in this locale.
            return false;
        }
    }

    private static void add(Path entry, List<Found> files) throws IOException {
        try {
            Map<String, Object> attributes = Files.readAttributes(entry, ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
            if (Boolean.TRUE.equals(attributes.get("isRegularFile"))) {
                files.add(Found.of(entry, attributes));
            }
        } catch (NoSuchFileException vanished) {
            // Between the listing and the look at it.
        }
    }
}
