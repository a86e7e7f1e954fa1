/** The language validator: requests or answers in other languages than the allowed ones. */
@NullMarked
package dev.alize.policies.language;

import org.jspecify.annotations.NullMarked;
