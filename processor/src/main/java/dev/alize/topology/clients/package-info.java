/**
 * The Kafka clients of the stream threads, with the few things Streams does not offer: reading of requests that pauses
 * at a bound, records that wait for their schema, and word of each commit.
 */
@NullMarked
package dev.alize.topology.clients;

import org.jspecify.annotations.NullMarked;
