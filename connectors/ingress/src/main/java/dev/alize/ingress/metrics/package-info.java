/** What is counted and measured. The only package that imports Micrometer. */
@NullMarked
package dev.alize.ingress.metrics;

import org.jspecify.annotations.NullMarked;
