package dev.alize.connect.batch.sink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a complete batch gets to its place: its manifest is drafted, the journal states its name, the three files are
 * renamed (the manifest last: where it stands, all is there), a note keeps late answers out, the journal forgets it.
 * Each step may be cut off and be repeated.
 */
final class Publication {
    static final String OUTPUT = ".output.jsonl";
    static final String ERRORS = ".errors.jsonl";
    static final String MANIFEST = ".manifest.json";
    private static final Set<String> PACKED = Set.of(".gz", ".zst");
    private static final String LINES = ".jsonl";
    /** Of 255 that a file system allows; the endings and a number come behind. */
    private static final int BASE_BYTES = 200;

    private final Path directory;
    private final Path open;
    private final Path done;
    private final Disk disk;

    /**
     * @param directory where complete batches are
     * @param open where open ones are
     * @param done where the notes of complete ones are
     */
    Publication(Path directory, Path open, Path done, Disk disk) {
        this.directory = directory;
        this.open = open;
        this.done = done;
        this.disk = disk;
    }

    boolean isDone(BatchKey key) {
        return Files.exists(done.resolve(key.fileName()));
    }

    /** A name that no file has and that is not given to another batch. */
    String freeBase(String file, Collection<OpenBatch> others) {
        Set<String> given = others.stream()
                .flatMap(batch -> Stream.ofNullable(batch.base()))
                .collect(Collectors.toSet());
        String name = safe(withoutEndings(file));
        int number = 1;
        while (true) {
            String base = number == 1 ? name : name + "." + number;
            boolean taken = given.contains(base)
                    || Stream.of(OUTPUT, ERRORS, MANIFEST)
                            .anyMatch(ending -> Files.exists(directory.resolve(base + ending)));
            if (!taken) {
                return base;
            }
            number++;
        }
    }

    private static String withoutEndings(String file) {
        String name = file;
        for (String packed : PACKED) {
            if (name.endsWith(packed)) {
                name = name.substring(0, name.length() - packed.length());
            }
        }
        if (name.endsWith(LINES)) {
            name = name.substring(0, name.length() - LINES.length());
        }
        return name.isEmpty() || name.startsWith(".") ? "batch" + name : name;
    }

    /** What every file system and every locale can hold of a name. */
    private static String safe(String name) {
        String writable = name.replaceAll("\\p{Cntrl}", "_");
        try {
            var unused = Path.of(writable);
        } catch (InvalidPathException e) {
            writable = writable.replaceAll("[^\\x20-\\x7e]", "_");
        }
        int length = writable.length();
        while (utf8Bytes(writable, length) > BASE_BYTES) {
            length = writable.offsetByCodePoints(length, -1);
        }
        return writable.substring(0, length);
    }

    private static int utf8Bytes(String text, int length) {
        return text.substring(0, length).getBytes(StandardCharsets.UTF_8).length;
    }

    void draft(OpenBatch batch, byte[] manifest) throws IOException {
        disk.replace(draftOf(batch), manifest);
        disk.force(batch.output().file());
        disk.force(batch.errors().file());
    }

    private Path draftOf(OpenBatch batch) {
        return open.resolve(batch.key().fileName() + ".manifest");
    }

    /** Puts the files in place and notes that the batch is done. Where the manifest went before, they may be gone again. */
    void place(OpenBatch batch, String base) throws IOException {
        Path draft = draftOf(batch);
        if (Files.exists(draft)) {
            place(batch.output().file(), base + OUTPUT);
            place(batch.errors().file(), base + ERRORS);
            disk.forceDirectory(directory);
            disk.move(draft, directory.resolve(base + MANIFEST));
        }
        disk.forceDirectory(directory);
        disk.replace(done.resolve(batch.key().fileName()), new byte[0]);
    }

    private void place(Path file, String name) throws IOException {
        Path target = directory.resolve(name);
        if (Files.exists(file)) {
            disk.move(file, target);
        } else if (!Files.exists(target)) {
            throw new IOException("Neither " + file + " nor " + target + " is there, expected one of them");
        }
    }
}
