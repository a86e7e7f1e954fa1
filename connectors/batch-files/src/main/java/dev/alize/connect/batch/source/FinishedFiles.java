package dev.alize.connect.batch.source;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The directory that finished files are moved to. */
final class FinishedFiles {
    private final Path directory;

    FinishedFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * Moves a file and its error file; replaces nothing. Where the name is taken, a number is appended. May be cut off
     * at any moment and be repeated.
     *
     * @param errors whether the error file beside the file is its own
     * @return where the file is now
     */
    Path move(Path file, boolean errors) throws IOException {
        Files.createDirectories(directory);
        for (int number = 1; true; number++) {
            Path target = directory.resolve(file.getFileName() + (number == 1 ? "" : "." + number));
            if (wasBegun(file, errors, target) || reserve(target)) {
                return move(file, errors, target);
            }
        }
    }

    /** Whether a move was cut off between the error file and its file. */
    private static boolean wasBegun(Path file, boolean errors, Path target) throws IOException {
        return errors
                && !Files.exists(ErrorFile.beside(file))
                && Files.exists(ErrorFile.beside(target))
                && isEmpty(target);
    }

    private static boolean isEmpty(Path target) throws IOException {
        return Files.isRegularFile(target) && Files.size(target) == 0;
    }

    /** An empty file of a name keeps it from others: the move replaces that one only. */
    private static boolean reserve(Path target) throws IOException {
        if (Files.exists(ErrorFile.beside(target))) {
            return false;
        }
        try {
            Files.createFile(target);
            return true;
        } catch (FileAlreadyExistsException taken) {
            return false;
        }
    }

    private static Path move(Path file, boolean errors, Path target) throws IOException {
        try {
            if (errors && Files.exists(ErrorFile.beside(file))) {
                Files.move(ErrorFile.beside(file), ErrorFile.beside(target), StandardCopyOption.ATOMIC_MOVE);
            }
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (isEmpty(target) && !Files.exists(ErrorFile.beside(target))) {
                Files.delete(target);
            }
            throw e;
        }
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + Listing.MARKER));
        return target;
    }
}
