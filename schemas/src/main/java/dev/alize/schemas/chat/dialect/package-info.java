/**
 * Requests and answers between the dialects of Mistral and OpenAI. A request may mix both, as its producer wrote it; what
 * goes out is of one. What that dialect cannot say is left out, and named for the audit trail: names only, never values.
 * Towards Mistral everything that its API does not know goes, since it refuses a body with an unknown member. Towards
 * OpenAI only what is Mistral's goes: its many compatible servers have members of their own, which pass.
 *
 * <p>What both vendors refuse, such as a tool call without its result, stays as it is: it is the caller's to repair.
 */
@NullMarked
package dev.alize.schemas.chat.dialect;

import org.jspecify.annotations.NullMarked;
