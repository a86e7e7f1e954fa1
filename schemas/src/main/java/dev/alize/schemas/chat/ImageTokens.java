package dev.alize.schemas.chat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * How many tokens an image is, roughly. Mistral's vision models take a token for each square of 28 pixels, after the
 * longer side was brought down to 1540 (a recorded picture of 400 by 301 took 161). The size is known of a PNG in a data
 * URL only.
 */
final class ImageTokens {
    /** About the mean of the recorded images that were real ones. */
    static final long OF_UNKNOWN_SIZE = 450;

    private static final String PNG = "data:image/png;base64,";

    /** Characters that hold the 24 bytes up to the end of width and height. */
    private static final int HEADER = 32;

    private static final double SQUARE = 28;
    private static final double LONGEST_SIDE = 1540;

    private ImageTokens() {}

    static long of(String url) {
        if (!url.startsWith(PNG) || url.length() < PNG.length() + HEADER) {
            return OF_UNKNOWN_SIZE;
        }
        String header = url.substring(PNG.length(), PNG.length() + HEADER);
        try {
            byte[] bytes = Base64.getDecoder().decode(header.getBytes(StandardCharsets.US_ASCII));
            ByteBuffer size = ByteBuffer.wrap(bytes);
            return of(size.getInt(16), size.getInt(20));
        } catch (IllegalArgumentException e) {
            return OF_UNKNOWN_SIZE;
        }
    }

    private static long of(int width, int height) {
        if (width <= 0 || height <= 0) {
            return OF_UNKNOWN_SIZE;
        }
        double scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
        return (long) (Math.ceil(width * scale / SQUARE) * Math.ceil(height * scale / SQUARE));
    }
}
