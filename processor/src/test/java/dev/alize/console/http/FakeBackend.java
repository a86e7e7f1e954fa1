package dev.alize.console.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.console.state.Snapshot;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers at once, and keeps what it was told to do. */
final class FakeBackend implements Backend {
    final List<String> done = new CopyOnWriteArrayList<>();
    final AtomicInteger cut = new AtomicInteger();
    final CountDownLatch searching = new CountDownLatch(1);
    volatile int number = 1;

    @Override
    public Snapshot snapshot() {
        LinkedHashMap<String, String> members = new LinkedHashMap<>();
        members.put("at", Long.toString(System.currentTimeMillis()));
        members.put("number", Integer.toString(number));
        members.put("same", "\"always\"");
        return new Snapshot(members);
    }

    @Override
    public long news() {
        return number;
    }

    @Override
    public ObjectNode incident(String id) {
        if (!id.equals("inc-1")) {
            throw new Refused(404, "no incident '" + id + "'; the last one is 'inc-1'");
        }
        return JsonNodeFactory.instance.objectNode().put("id", id);
    }

    @Override
    public void control(JsonNode order, Caller caller) {
        if (order.path("command").asText().equals("break")) {
            throw new IllegalStateException("broken on purpose");
        }
        done.add(order.path("command").asText() + " by " + caller.name(null));
    }

    @Override
    public void say(String incident, JsonNode statement, Caller caller) {
        done.add(statement.path("action").asText() + " of " + incident + " by " + caller.name(null));
    }

    @Override
    public ObjectNode search(Search search, Caller caller) {
        ObjectNode found = JsonNodeFactory.instance.objectNode().put("found", 0);
        if (search.id().equals("long")) {
            searching.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                cut.incrementAndGet();
                return found.put("complete", false);
            }
        }
        return found.put("complete", true);
    }
}
