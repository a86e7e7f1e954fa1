/**
 * Kafka serializer and deserializer of Avro records in Confluent's wire format (the schema's id in front, or its GUID in
 * a record header; then Avro binary), configured by Confluent's names. What is prepared or loaded needs no registry any more.
 */
@NullMarked
package dev.alize.schemas.serde;

import org.jspecify.annotations.NullMarked;
