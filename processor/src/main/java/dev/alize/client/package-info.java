/**
 * The edge jobs on Kafka: they write requests, read responses, and administer topics and schemas. A job is called by
 * the command line or by a test, reports through values and listeners, and never prints or exits.
 */
@NullMarked
package dev.alize.client;

import org.jspecify.annotations.NullMarked;
