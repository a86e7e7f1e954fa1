/**
 * Alerts: who is told of incidents, and what. {@link Known} finds what is new in the records of {@code llm.incidents},
 * {@link Outbox} keeps it until each receiver took it, {@link Texts} words it; these know neither topics nor connections
 * nor clocks. {@link AlertTopology} is the part of the books that runs them, package {@code send} reaches the receivers.
 */
@NullMarked
package dev.alize.alerts;

import org.jspecify.annotations.NullMarked;
