package dev.alize.schemas.registry;

import org.apache.avro.Schema;

/** A schema as the registry holds it: 1 is the first version of a subject; ids count over all subjects. */
public record RegisteredSchema(String subject, int version, int id, Schema schema) {}
