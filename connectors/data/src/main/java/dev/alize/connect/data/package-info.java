/**
 * Between Connect's data and Avro. Schemas become what Confluent's AvroData makes of them (names of fields, parameters
 * and properties included), so that either converter can stand in for the other. Values are converted by an Avro schema,
 * their own or another that they fit. Nothing here knows topics or registries.
 */
@NullMarked
package dev.alize.connect.data;

import org.jspecify.annotations.NullMarked;
