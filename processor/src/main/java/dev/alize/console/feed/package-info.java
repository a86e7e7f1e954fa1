/**
 * What the console knows of the whole cluster: usage and outcomes from {@code llm.usage}, incidents from
 * {@code llm.incidents}. A thread for each topic reads without a group; what is kept is bounded whatever the number of
 * tenants, and asked from any thread.
 */
@NullMarked
package dev.alize.console.feed;

import org.jspecify.annotations.NullMarked;
