package dev.alize.config.reader;

import java.nio.file.Path;

/**
 * What paths in the file start from.
 *
 * @param home what {@code ~/} stands for
 * @param directory of the file
 */
record Paths(Path home, Path directory) {
    /** Relative to the working directory of the process. */
    Path ofProcess(String written) {
        return written.startsWith("~/") ? home.resolve(written.substring(2)) : Path.of(written);
    }

    /** Relative to the directory of the file. */
    Path ofFile(String written) {
        return directory.resolve(ofProcess(written));
    }
}
