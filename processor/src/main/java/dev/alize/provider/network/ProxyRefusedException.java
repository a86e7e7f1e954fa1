package dev.alize.provider.network;

import io.netty.handler.proxy.HttpProxyHandler.HttpProxyConnectException;
import java.io.IOException;
import java.util.regex.Pattern;

/** A proxy does not let us through: it wants other credentials, or allows nobody there. */
public final class ProxyRefusedException extends IOException {
    private static final long serialVersionUID = 1;
    private static final Pattern REFUSED = Pattern.compile("status: 40[37]");

    /** What the status 407 means. */
    public static final String UNAUTHENTICATED = "the proxy answered 407: it wants a user name and password, or others"
            + " than proxy.username_ref and proxy.password_ref give";

    ProxyRefusedException(Proxy proxy, String reason) {
        super("proxy " + proxy.address() + ": " + reason);
    }

    ProxyRefusedException(Proxy proxy, Throwable cause) {
        this(proxy, reason(cause));
    }

    /** Netty tells the status in the message only. */
    static boolean isIn(Throwable e) {
        return e instanceof HttpProxyConnectException
                && REFUSED.matcher(String.valueOf(e.getMessage())).find();
    }

    private static String reason(Throwable e) {
        return String.valueOf(e.getMessage()).contains("status: 407")
                ? UNAUTHENTICATED
                : "the proxy answered 403: it does not let us call this host";
    }
}
