/**
 * The settings of the gateway as one immutable tree of records, with defaults, limits and the secrets they refer to.
 * Every record checks itself in its constructor; {@code dev.alize.config.reader} builds the tree from
 * {@code policy-config.yaml}. Nothing else in the project reads configuration files or the environment.
 */
@NullMarked
package dev.alize.config;

import org.jspecify.annotations.NullMarked;
