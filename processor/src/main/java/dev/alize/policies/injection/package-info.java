/**
 * Recognises prompt injections: texts that try to take the model over from the application. A small model and weighted
 * rules judge what users say, and what tools and documents bring along.
 */
@NullMarked
package dev.alize.policies.injection;

import org.jspecify.annotations.NullMarked;
