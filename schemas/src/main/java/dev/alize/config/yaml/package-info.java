/**
 * Strict reading of one YAML file: every value knows its line and its dotted path, every problem is collected instead
 * of thrown, and a key that nobody asked for is a problem of its own. Knows nothing of what the file configures.
 */
@NullMarked
package dev.alize.config.yaml;

import org.jspecify.annotations.NullMarked;
