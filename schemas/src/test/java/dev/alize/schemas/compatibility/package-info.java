/** Whether today's schemas and the released ones can read each other's records. */
@NullMarked
package dev.alize.schemas.compatibility;

import org.jspecify.annotations.NullMarked;
