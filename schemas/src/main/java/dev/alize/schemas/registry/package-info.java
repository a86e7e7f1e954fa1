/**
 * A client of any schema registry with Confluent's REST API. Calls block and are bounded in time; every failure is a
 * {@link dev.alize.schemas.registry.RegistryException}. No secret is ever in a message.
 */
@NullMarked
package dev.alize.schemas.registry;

import org.jspecify.annotations.NullMarked;
