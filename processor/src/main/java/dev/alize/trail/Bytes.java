package dev.alize.trail;

/** Looking for bytes in bytes. */
final class Bytes {
    private Bytes() {}

    static boolean contain(byte[] text, byte[] needle) {
        if (needle.length == 0) {
            return true;
        }
        byte first = needle[0];
        for (int at = 0; at <= text.length - needle.length; at++) {
            if (text[at] == first && matches(text, at, needle)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] text, int at, byte[] needle) {
        for (int i = 1; i < needle.length; i++) {
            if (text[at + i] != needle[i]) {
                return false;
            }
        }
        return true;
    }
}
