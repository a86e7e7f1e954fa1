/** Whom connections trust. */
@NullMarked
package dev.alize.schemas.tls;

import org.jspecify.annotations.NullMarked;
