/** The exchange over a Kafka cluster: one producer with a thread of its own, and readers without a group. */
@NullMarked
package dev.alize.ingress.kafka;

import org.jspecify.annotations.NullMarked;
