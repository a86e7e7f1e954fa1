/**
 * Tamper evidence of the audit trail: what ties an event to the one before it, and what seals a chain of them. Writers
 * and readers of the trail share it. Knows events as bytes only.
 */
@NullMarked
package dev.alize.audit.chain;

import org.jspecify.annotations.NullMarked;
