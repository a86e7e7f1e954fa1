package dev.alize.evidence;

import java.io.IOException;
import java.nio.file.Path;

/** Collects one kind of evidence. */
public interface Collector {
    /** A word for it, such as {@code metrics}. */
    String name();

    /**
     * Writes its files.
     *
     * @param directory exists; all files of the archive lie there
     * @return what has to be known of them, in a sentence; empty for nothing
     * @throws NotCollectedException where there is nothing to be had; other evidence is collected all the same
     * @throws IOException where the directory cannot be written: nothing can be collected then
     */
    String collect(Path directory) throws NotCollectedException, IOException, InterruptedException;
}
