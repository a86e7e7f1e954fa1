/** Reading the audit trail: from its topic or from a file, by time, with what proves that nothing was changed. */
@NullMarked
package dev.alize.trail;

import org.jspecify.annotations.NullMarked;
