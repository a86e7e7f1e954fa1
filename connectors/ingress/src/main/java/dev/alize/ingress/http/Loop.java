package dev.alize.ingress.http;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.concurrent.Executor;

/** An event loop; one object for each, so that what is for the same one can be handed over together. */
final class Loop implements Executor {
    private final Vertx vertx;
    private final Context context;

    Loop(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    @Override
    public void execute(Runnable task) {
        context.runOnContext(unused -> task.run());
    }

    Vertx vertx() {
        return vertx;
    }
}
