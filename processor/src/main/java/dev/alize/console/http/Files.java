package dev.alize.console.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The page and its files, from the class path: {@code /} and {@code /assets/...}, with the chart library, which is in a
 * jar of its own, as {@code /assets/lib/chart.js}. Each is read once, and kept together with
 * its gzip form. Confined to the event loop.
 */
final class Files {
    static final String PAGE = "/";
    private static final String ASSETS = "/assets/";
    private static final String DIRECTORY = "/dev/alize/console/page/";
    private static final String LIBRARY = "lib/chart.js";
    private static final String WEB_JAR = "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js";
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9_-]+/)?[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*");
    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "svg", "image/svg+xml; charset=utf-8",
            "txt", "text/plain; charset=utf-8");
    private static final int ETAG_BYTES = 12;

    /** As many as the page has files: nothing is kept for a name that leads nowhere. */
    private final Map<String, Asset> kept = new ConcurrentHashMap<>();

    private record Asset(String type, String etag, Buffer plain, Buffer zipped) {}

    /** Answers; false where there is no such file. */
    boolean serve(HttpServerRequest request, String path) {
        Optional<Asset> found = find(path);
        found.ifPresent(asset -> send(request, asset));
        return found.isPresent();
    }

    private Optional<Asset> find(String path) {
        if (path.equals(PAGE)) {
            return read("index.html");
        }
        String name = path.startsWith(ASSETS) ? path.substring(ASSETS.length()) : "";
        return NAME.matcher(name).matches() && !name.endsWith(".html") ? read(name) : Optional.empty();
    }

    private Optional<Asset> read(String name) {
        Asset known = kept.get(name);
        if (known != null) {
            return Optional.of(known);
        }
        String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
        byte[] bytes = type == null ? null : bytes(name);
        if (type == null || bytes == null) {
            return Optional.empty();
        }
        Asset asset = new Asset(type, etag(bytes), Buffer.buffer(bytes), Buffer.buffer(zipped(bytes)));
        kept.put(name, asset);
        return Optional.of(asset);
    }

    private static byte @Nullable [] bytes(String name) {
        try (InputStream stream = Files.class.getResourceAsStream(name.equals(LIBRARY) ? WEB_JAR : DIRECTORY + name)) {
            return stream == null ? null : stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("A file of the page cannot be read: " + name, e);
        }
    }

    private static String etag(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return '"' + HexFormat.of().formatHex(hash, 0, ETAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] zipped(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return zipped.toByteArray();
    }

    private static void send(HttpServerRequest request, Asset asset) {
        HttpServerResponse response = request.response();
        response.putHeader("Cache-Control", "no-cache")
                .putHeader("ETag", asset.etag())
                .putHeader("Vary", "Accept-Encoding");
        if (asset.etag().equals(request.getHeader("If-None-Match"))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader("Content-Type", asset.type());
        String accepted = request.getHeader("Accept-Encoding");
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader("Content-Encoding", "gzip").end(asset.zipped());
        } else {
            response.end(asset.plain());
        }
    }
}
