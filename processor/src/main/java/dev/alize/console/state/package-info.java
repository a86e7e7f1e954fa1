/** What the page shows, as JSON: this instance as its gateway tells it, the cluster as {@code console.feed} knows it. */
@NullMarked
package dev.alize.console.state;

import org.jspecify.annotations.NullMarked;
