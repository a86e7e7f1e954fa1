/** Dead letters: reading them, choosing among them, and sending their requests again. */
@NullMarked
package dev.alize.client.letters;

import org.jspecify.annotations.NullMarked;
