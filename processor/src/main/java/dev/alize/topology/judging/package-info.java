/**
 * Between records and policies: which texts of a request or an answer are judged, what follows from a verdict, and the
 * guards of streamed answers. Knows no stage and no store.
 */
@NullMarked
package dev.alize.topology.judging;

import org.jspecify.annotations.NullMarked;
