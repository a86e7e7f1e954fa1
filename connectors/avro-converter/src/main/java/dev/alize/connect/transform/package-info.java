/** Kafka Connect's transformations between what databases have and the gateway's records. No message holds data. */
@NullMarked
package dev.alize.connect.transform;

import org.jspecify.annotations.NullMarked;
