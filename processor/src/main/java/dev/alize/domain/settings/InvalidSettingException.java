package dev.alize.domain.settings;

/** A setting that the rules of the configuration do not allow. */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String path;
    private final String reason;

    /**
     * @param path of the setting in the file, such as {@code processing.threads}
     * @param reason got and expected; never the text of a secret
     */
    public InvalidSettingException(String path, String reason) {
        super(path + ": " + reason);
        this.path = path;
        this.reason = reason;
    }

    public String path() {
        return path;
    }

    /** The message without the path. */
    public String reason() {
        return reason;
    }
}
