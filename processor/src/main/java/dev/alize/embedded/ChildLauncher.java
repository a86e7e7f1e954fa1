package dev.alize.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Main class of every child process: ties its life to the parent's, then calls the real main class. The parent holds
 * the other end of our standard input; end of file means that it is gone or wants us to go, even after {@code kill -9}.
 * Uses only the JDK, because it runs on the child's class path.
 */
public final class ChildLauncher {
    /** End of a stack whose data stays: shutdown hooks run. */
    public static final String KEEP = "keep";

    /** End of a temporary stack: the data directory is deleted and the process halts. */
    static final String DELETE = "delete";

    /** How long an orderly shutdown may take before the process halts, in seconds. */
    static final int EXIT_SECONDS = 15;

    /** Held as long as this process lives. */
    private static @Nullable FileChannel lock;

    private ChildLauncher() {}

    /**
     * Runs the real main class until it ends or the parent does.
     *
     * @param args data directory of the stack, {@link #KEEP} or {@link #DELETE}, lock file of this child, main class,
     *     its arguments
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        Path data = Path.of(args[0]);
        boolean keep = args[1].equals(KEEP);
        ignoreInterrupts();
        Thread guard = new Thread(() -> endWithParent(data, keep), "parent-guard");
        guard.setDaemon(true);
        guard.start();
        awaitPredecessor(Path.of(args[2]));
        run(args[3], Arrays.copyOfRange(args, 4, args.length));
    }

    /** Ctrl-C reaches the whole terminal group, and the parent still needs us while it drains. */
    private static void ignoreInterrupts() throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object ignore = Proxy.newProxyInstance(
                ChildLauncher.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> null);
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance("INT"), ignore);
    }

    /** A child of a killed stack may need a moment to end; its successor in the same data directory waits for it. */
    private static void awaitPredecessor(Path file) throws IOException {
        lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        lock.lock();
    }

    private static void run(String mainClass, String[] arguments) throws ReflectiveOperationException {
        try {
            Class.forName(mainClass).getMethod("main", String[].class).invoke(null, (Object) arguments);
        } catch (InvocationTargetException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void endWithParent(Path data, boolean keep) {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            // As good as the end of the file.
        }
        CompletableFuture.delayedExecutor(EXIT_SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(1));
        if (keep) {
            System.exit(0);
        }
        FileTree.delete(data);
        Runtime.getRuntime().halt(0);
    }
}
