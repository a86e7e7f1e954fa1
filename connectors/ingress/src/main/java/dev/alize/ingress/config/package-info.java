/** The configuration file, and what it says as records. Only this package reads files and the environment for it. */
@NullMarked
package dev.alize.ingress.config;

import org.jspecify.annotations.NullMarked;
