package dev.alize.config.yaml;

/** A value does not have the format that was asked for. The message says got and expected. */
public final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    public Misfit(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
