/** The audit logger: its settings, and its place in the chain. */
@NullMarked
package dev.alize.policies.audit;

import org.jspecify.annotations.NullMarked;
