/**
 * The policies: each judges the texts of a request, of an answer or of both, in a package of its own with its settings,
 * and is a stage of the topology with its own name. A policy imports the domain, the libraries of its subject, {@code
 * policies.text} and {@code policies.model}, nothing else, and never another policy.
 */
@NullMarked
package dev.alize.policies;

import org.jspecify.annotations.NullMarked;
