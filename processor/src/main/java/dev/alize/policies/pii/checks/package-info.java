/** The arithmetic of identifiers: pure functions of short texts without separators, letters in upper case. */
@NullMarked
package dev.alize.policies.pii.checks;

import org.jspecify.annotations.NullMarked;
