package dev.alize.topology.judging;

import dev.alize.domain.Verdict;
import dev.alize.policies.Link;
import dev.alize.policies.StreamGuard;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One text of a streamed answer: what leaves one guard, the next one gets. Used by one thread at a time. */
final class GuardedText {
    private final List<Post> posts;
    private final StringBuilder published = new StringBuilder();

    GuardedText(List<Post> posts) {
        this.posts = posts;
    }

    /** A policy's guard; one that throws has failed, and is out of the way where its conduct allows that. */
    static final class Post {
        private final Link link;
        private final @Nullable StreamGuard guard;
        private @Nullable Verdict failure;
        private long nanos;

        Post(Link link, StreamGuard guard) {
            this.link = link;
            this.guard = guard;
        }

        /** Of a policy that failed before the text began. */
        private Post(Link link, Verdict failure) {
            this.link = link;
            this.guard = null;
            this.failure = failure;
        }

        static Post failed(Link link, Throwable cause) {
            return new Post(link, Verdicts.failed(link, cause));
        }

        Link link() {
            return link;
        }

        Verdict verdict() {
            if (failure != null || guard == null) {
                return failure == null ? Verdict.Allow.CLEAN : failure;
            }
            return guard.verdict();
        }

        boolean blocks() {
            return verdict() instanceof Verdict.Block;
        }

        long nanos() {
            return nanos;
        }

        private String take(String part, boolean last) {
            if (failure != null || guard == null) {
                return part;
            }
            long start = System.nanoTime();
            try {
                String released = part.isEmpty() ? "" : guard.add(part);
                return last ? released + guard.end() : released;
            } catch (RuntimeException | StackOverflowError e) {
                failure = Verdicts.failed(link, e);
                return part;
            } finally {
                nanos += System.nanoTime() - start;
            }
        }
    }

    /** @return what can be published now; empty once a guard blocks */
    String add(String part) {
        return take(part, false);
    }

    /** The text is complete. */
    String end() {
        return take("", true);
    }

    private String take(String part, boolean last) {
        String text = part;
        for (Post post : posts) {
            text = post.take(text, last);
            if (post.blocks()) {
                return "";
            }
        }
        published.append(text);
        return text;
    }

    @Nullable
    Post blocking() {
        return posts.stream().filter(Post::blocks).findFirst().orElse(null);
    }

    List<Post> posts() {
        return posts;
    }

    /** All that was published. */
    String published() {
        return published.toString();
    }
}
