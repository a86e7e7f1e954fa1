package dev.alize.schemas.chat.dialect;

import dev.alize.schemas.Endpoint;

/** Whose form of the chat API a target speaks. */
public enum Dialect {
    /** Mistral's own. */
    MISTRAL,
    /** OpenAI's, which many other vendors and servers speak. */
    OPENAI;

    /** Whether the dialect has the endpoint: code completion is Mistral's alone. */
    public boolean has(Endpoint endpoint) {
        return this == MISTRAL || endpoint != Endpoint.FIM;
    }
}
