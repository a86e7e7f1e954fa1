/**
 * The writing side: responses become files. {@link dev.alize.connect.batch.sink.OutputDirectory} belongs to the one task
 * and knows nothing of Kafka. What counts is what the journal states: the offsets behind what was written, and the
 * lengths of the files at that moment; whatever stands behind that is cut off when the task starts.
 */
@NullMarked
package dev.alize.connect.batch.sink;

import org.jspecify.annotations.NullMarked;
