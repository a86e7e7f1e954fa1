/** Kafka Connect's converter for Avro in Confluent's wire format, on the serde that the gateway itself uses. */
@NullMarked
package dev.alize.connect.avro;

import org.jspecify.annotations.NullMarked;
