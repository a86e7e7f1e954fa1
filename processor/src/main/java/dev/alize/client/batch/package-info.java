/**
 * A file of requests in, a file of answers out. A run is resumable at any moment: its identity stands in a small file
 * beside the output before anything is sent, the ids of its requests follow from that identity, and what stands in the
 * output is never asked again. Memory is bounded by 28 bytes per request (48 with the table's free slots) and by the
 * number of requests in flight, never by the size of bodies.
 */
@NullMarked
package dev.alize.client.batch;

import org.jspecify.annotations.NullMarked;
