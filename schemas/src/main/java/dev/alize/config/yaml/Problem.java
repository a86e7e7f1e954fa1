package dev.alize.config.yaml;

/**
 * One thing wrong in a file.
 *
 * @param file as the user named it
 * @param line 1 for the first line; 0 where no line can be named (the file cannot be read)
 * @param path dotted, such as {@code providers.targets[0].model}; empty for the file as a whole
 * @param message what is wrong, got and expected, without a full stop; never the text of a secret
 */
public record Problem(String file, int line, String path, String message) {
    /** Such as {@code policy-config.yaml:3 polices: unknown key; did you mean 'policies'?}, always a whole sentence. */
    @Override
    public String toString() {
        String place = (line > 0 ? file + ":" + line : file) + (path.isEmpty() ? "" : " " + path);
        return place + ": " + message + (message.endsWith("?") || message.endsWith(".") ? "" : ".");
    }
}
