package dev.alize.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** A process of its own that starts a stack, prints its data directory and waits to be killed. */
final class StackParent {

    private StackParent() {}

    public static void main(String[] args) throws InterruptedException {
        EmbeddedStack stack = EmbeddedStack.start(EmbeddedOptions.defaults());
        System.out.println(stack.logs().getParent());
        new CountDownLatch(1).await();
        stack.close();
    }

    static Process launch() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StackParent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
