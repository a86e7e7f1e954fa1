/**
 * Files of the batch APIs in and out of Kafka, for Kafka Connect: the two connectors, and what both sides of a batch
 * agree on: the ids of its requests and the record of its end.
 */
@NullMarked
package dev.alize.connect.batch;

import org.jspecify.annotations.NullMarked;
