/** Whether the audit trail is as it was written: follows its chains and compares them with what was signed. Pure. */
@NullMarked
package dev.alize.trail.verify;

import org.jspecify.annotations.NullMarked;
