package dev.alize.domain;

/** Which form of the chat completions API a target speaks. They differ in parameters, roles and ids. */
public enum Dialect {
    MISTRAL,
    OPENAI;

    /** The dialect of a provider by its name: Mistral's own, and that of OpenAI for all others. */
    public static Dialect of(String provider) {
        return provider.equals("mistral") ? MISTRAL : OPENAI;
    }
}
