/**
 * The filter against data loss: patterns and word lists of the operator, in whole texts and in streams. A text goes
 * through {@link dev.alize.policies.dlp.Reading}, which knows JSON and hands runs of plain text to
 * {@link dev.alize.policies.dlp.Run}; both work on parts of any size and say the same however the text is cut.
 */
@NullMarked
package dev.alize.policies.dlp;

import org.jspecify.annotations.NullMarked;
