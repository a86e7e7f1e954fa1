/** The kinds of personal data, and the words that announce them. */
@NullMarked
package dev.alize.policies.pii.kinds;

import org.jspecify.annotations.NullMarked;
