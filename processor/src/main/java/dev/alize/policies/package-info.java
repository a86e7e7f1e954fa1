/**
 * The policies: each judges a request, and is one stage of the topology with its own name. A policy imports the domain
 * and the libraries of its subject, nothing else, and never another policy.
 */
@NullMarked
package dev.alize.policies;

import org.jspecify.annotations.NullMarked;
