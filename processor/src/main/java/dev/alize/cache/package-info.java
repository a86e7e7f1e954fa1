/**
 * The response cache of a process, whatever its answers look like: bytes by question, and who waits for an answer that
 * another request is being called for. Knows neither Kafka nor Avro; the topology says what a question is.
 */
@NullMarked
package dev.alize.cache;

import org.jspecify.annotations.NullMarked;
