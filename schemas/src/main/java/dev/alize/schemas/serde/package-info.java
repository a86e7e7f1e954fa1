/**
 * Kafka serializer and deserializer of Avro records in Confluent's wire format ({@code 0x00}, 4-byte schema id,
 * binary), configured by Confluent's names. What is prepared or loaded needs no registry any more.
 */
@NullMarked
package dev.alize.schemas.serde;

import org.jspecify.annotations.NullMarked;
