/** The budget policy: its settings, and its place in the chain. What enforces it is a stage of the topology. */
@NullMarked
package dev.alize.policies.budget;

import org.jspecify.annotations.NullMarked;
