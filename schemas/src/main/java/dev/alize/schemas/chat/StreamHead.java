package dev.alize.schemas.chat;

/**
 * What every event of one streamed answer says.
 *
 * @param id of the completion
 * @param created in seconds since 1970
 * @param model that answers
 */
public record StreamHead(String id, long created, String model) {}
