/**
 * Incidents out of the audit trail: {@link Signals} counts events, {@link Rules} judges the counts of a target,
 * {@link Watch} opens, updates and resolves incidents; these know neither topics nor clocks. {@link IncidentTopology}
 * is the part of the books that runs them, {@link IncidentTable} reads what they wrote.
 */
@NullMarked
package dev.alize.incidents;

import org.jspecify.annotations.NullMarked;
