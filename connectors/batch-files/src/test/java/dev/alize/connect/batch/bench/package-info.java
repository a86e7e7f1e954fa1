/** Long runs that are started by hand, see docs/batch-files.md. */
@NullMarked
package dev.alize.connect.batch.bench;

import org.jspecify.annotations.NullMarked;
