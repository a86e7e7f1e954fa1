/** What the settings of all parts have in common: ranges, the error of a bad value, and how a policy is applied. */
@NullMarked
package dev.alize.domain.settings;

import org.jspecify.annotations.NullMarked;
