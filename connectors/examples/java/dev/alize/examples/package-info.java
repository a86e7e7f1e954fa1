/** How a service in Java writes requests and reads responses: one file for each case, with Kafka's own clients. */
@NullMarked
package dev.alize.examples;

import org.jspecify.annotations.NullMarked;
