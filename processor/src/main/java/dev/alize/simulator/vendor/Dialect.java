package dev.alize.simulator.vendor;

/** Whose API is simulated. */
public enum Dialect {
    /** Mistral's: schema, errors and headers of recorded traffic. */
    MISTRAL(new MistralErrors()),
    /** OpenAI's, as far as a fallback target needs it: chat completions and the list of models. */
    OPENAI(new OpenAiErrors());

    private final ErrorForms errors;

    Dialect(ErrorForms errors) {
        this.errors = errors;
    }

    /** How its errors look. */
    public ErrorForms errors() {
        return errors;
    }

    /** Whether it completes code. */
    public boolean serves(Api api) {
        return this == MISTRAL || api == Api.CHAT;
    }
}
