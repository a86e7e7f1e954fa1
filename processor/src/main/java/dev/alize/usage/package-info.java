/** What was used and what it cost, by tenant, model, target and hour: sums over the audit trail, and their readers. */
@NullMarked
package dev.alize.usage;

import org.jspecify.annotations.NullMarked;
