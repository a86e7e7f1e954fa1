package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.CRYPTO;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/** Wallets: Bitcoin by Base58Check or bech32 (BIP 173, BIP 350), Ethereum by its form. */
final class Wallets implements Recogniser {
    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final BigInteger RADIX = BigInteger.valueOf(58);

    @Override
    public void at(Page page, int start, int end) {
        int length = end - start;
        if (length < 26 || length > 90 || !page.standsApart(start, end)) {
            return;
        }
        char first = page.chars[start];
        boolean wallet = (first == '1' || first == '3') && length <= 35 && base58(page, start, end)
                || length == 42 && first == '0' && page.chars[start + 1] == 'x' && hex(page, start + 2, end)
                || (page.startsWith("bc1", start) || page.startsWith("BC1", start)) && bech32(page, start, end);
        if (wallet) {
            page.sure(CRYPTO, start, end, Candidate.SURE);
        }
    }

    private static boolean hex(Page page, int start, int end) {
        for (int i = start; i < end; i++) {
            if (!Chars.hex(page.chars[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean base58(Page page, int start, int end) {
        BigInteger number = BigInteger.ZERO;
        for (int i = start; i < end; i++) {
            int digit = BASE58.indexOf(page.chars[i]);
            if (digit < 0) {
                return false;
            }
            number = number.multiply(RADIX).add(BigInteger.valueOf(digit));
        }
        // One byte of version, 20 of hash, 4 of checksum.
        byte[] bytes = new byte[25];
        byte[] raw = number.toByteArray();
        int from = raw.length > 25 ? raw.length - 25 : 0;
        if (raw.length > 26 || from == 1 && raw[0] != 0) {
            return false;
        }
        System.arraycopy(raw, from, bytes, 25 - (raw.length - from), raw.length - from);
        byte[] sum = sha256(sha256(Arrays.copyOf(bytes, 21)));
        return Arrays.equals(sum, 0, 4, bytes, 21, 25);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static boolean bech32(Page page, int start, int end) {
        // The prefix "bc", expanded.
        int sum = 1;
        for (int value : new int[] {3, 3, 0, 2, 3}) {
            sum = step(sum, value);
        }
        for (int i = start + 3; i < end; i++) {
            int value = BECH32.indexOf(Character.toLowerCase(page.chars[i]));
            if (value < 0) {
                return false;
            }
            sum = step(sum, value);
        }
        return sum == 1 || sum == 0x2bc830a3;
    }

    private static int step(int sum, int value) {
        int top = sum >>> 25;
        int next = (sum & 0x1ffffff) << 5 ^ value;
        for (int i = 0; i < 5; i++) {
            next ^= (top >> i & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }
}
