/**
 * The HTTP server: from requests of the OpenAI and Mistral APIs to requests on topics, and back. What belongs to one HTTP
 * request is confined to its event loop; nothing here blocks one.
 */
@NullMarked
package dev.alize.ingress.http;

import org.jspecify.annotations.NullMarked;
