/** External moderation: a provider's second opinion on requests and answers. */
@NullMarked
package dev.alize.policies.moderation;

import org.jspecify.annotations.NullMarked;
