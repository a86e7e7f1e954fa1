/**
 * Posts responses to the URLs that their requests named. {@link dev.alize.connect.webhook.AlizeWebhookTask} belongs to
 * Connect's thread; {@link dev.alize.connect.webhook.Courier} and all that calls belong to one event loop.
 */
@NullMarked
package dev.alize.connect.webhook;

import org.jspecify.annotations.NullMarked;
