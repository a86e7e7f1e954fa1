/**
 * The search for personal data in a text: one pass that stops only where a value could begin, and recognisers that look
 * at a bounded neighbourhood from there. Time grows linearly with the text, whatever it is.
 */
@NullMarked
package dev.alize.policies.pii.scan;

import org.jspecify.annotations.NullMarked;
