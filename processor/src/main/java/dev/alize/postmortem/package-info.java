/**
 * Postmortems out of the audit trail: a {@link Aggregator} counts what a window holds in bounded memory, {@link Findings}
 * judges the counts, and a {@link Report} is rendered as Markdown or as a page. Knows nothing of topics and files.
 */
@NullMarked
package dev.alize.postmortem;

import org.jspecify.annotations.NullMarked;
