package dev.alize.connect.batch.source;

import dev.alize.connect.batch.BatchEnd;
import dev.alize.connect.batch.LineId;

/** Something that was read and is to be written to a topic. */
sealed interface Reading {
    /** Identity of the file, its source partition. */
    String file();

    /** How far the file is read with this, its source offset. */
    FileProgress progress();

    /**
     * A line that is a request.
     *
     * @param request the record's value
     */
    record Request(String file, FileProgress progress, LineId id, byte[] request) implements Reading {}

    /** The end of the file, behind all its requests. */
    record Ended(String file, FileProgress progress, BatchEnd end) implements Reading {}
}
