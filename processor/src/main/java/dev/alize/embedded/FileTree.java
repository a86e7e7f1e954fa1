package dev.alize.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** Deletes a directory that somebody else may still be writing to or deleting. JDK only: the launcher needs it too. */
final class FileTree {

    private FileTree() {}

    /** Deletes what can be deleted; symbolic links are removed, not followed. Never fails. */
    static void delete(Path root) {
        try {
            Files.walkFileTree(root, new Deleting());
        } catch (IOException gone) {
            // A part of it was deleted, or is not ours: what is left is swept at a later start.
        }
    }

    private static final class Deleting extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            return deleted(file);
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException error) {
            return FileVisitResult.CONTINUE;
        }

        @Override
        @SuppressWarnings("NullAway") // the JDK passes null for "no error"
        public FileVisitResult postVisitDirectory(Path directory, IOException error) {
            return deleted(directory);
        }

        private static FileVisitResult deleted(Path path) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException inUseOrNotEmpty) {
                // Go on with the others.
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
