/** The quality scorer: assertions on answers, and what follows where too few of them hold. */
@NullMarked
package dev.alize.policies.quality;

import org.jspecify.annotations.NullMarked;
