/**
 * The reading side: files of a directory become requests. {@link dev.alize.connect.batch.source.InputFiles} belongs to
 * one task and knows nothing of Kafka; the task turns what it reads into records. What was read of a file travels with
 * each record as its source offset, so whatever is killed, the file goes on behind the last committed line.
 */
@NullMarked
package dev.alize.connect.batch.source;

import org.jspecify.annotations.NullMarked;
