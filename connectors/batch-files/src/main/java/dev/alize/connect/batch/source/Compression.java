package dev.alize.connect.batch.source;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** How the content of a file is packed, by the end of its name. */
enum Compression {
    NONE,
    GZIP,
    ZSTD;

    private static final int BUFFER_BYTES = 1 << 16;

    static Compression of(String fileName) {
        if (fileName.endsWith(".gz")) {
            return GZIP;
        }
        return fileName.endsWith(".zst") ? ZSTD : NONE;
    }

    /**
     * The content from a position on.
     *
     * @param position in bytes of the unpacked content
     * @throws EOFException where the content ends before
     */
    InputStream open(Path file, long position) throws IOException {
        FileChannel channel = FileChannel.open(file);
        try {
            if (this == NONE) {
                if (channel.size() < position) {
                    throw new EOFException("The file has less than " + position + " bytes");
                }
                return Channels.newInputStream(channel.position(position));
            }
            InputStream content = unpacked(new BufferedInputStream(Channels.newInputStream(channel), BUFFER_BYTES));
            content.skipNBytes(position);
            return content;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private InputStream unpacked(InputStream packed) throws IOException {
        return switch (this) {
            case NONE -> packed;
            case GZIP -> new GZIPInputStream(packed, BUFFER_BYTES);
            case ZSTD -> new ZstdInputStream(packed);
        };
    }

    /** Whether a failure says that the packed content is damaged, and not that it could not be read. */
    boolean isDamage(IOException failure) {
        return this != NONE
                && (failure instanceof EOFException
                        || failure instanceof ZipException
                        || failure instanceof ZstdIOException);
    }
}
