package dev.alize.simulator;

import io.netty.channel.ChannelOption;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;

/** The client's connection, as something to break; with HTTP/2 only the stream of the request breaks (RST_STREAM). */
record Line(HttpServerRequest request) {
    /** Resets it (TCP RST). */
    void reset() {
        if (!isHttp2() && request.connection() instanceof ConnectionBase connection) {
            connection.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        cut();
    }

    /** Closes it, whatever of the answer is still missing. */
    void cut() {
        if (isHttp2()) {
            request.response().reset();
        } else {
            request.connection().close();
        }
    }

    private boolean isHttp2() {
        return request.version() == HttpVersion.HTTP_2;
    }
}
