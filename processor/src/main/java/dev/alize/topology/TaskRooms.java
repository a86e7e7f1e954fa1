package dev.alize.topology;

import dev.alize.budget.Leases;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;

/** The rooms of the tasks that run in this process. The admit stage opens and closes them, the later stages enter. */
final class TaskRooms {
    private final Engine engine;
    private final boolean budgeted;
    private final Map<TaskId, TaskRoom> rooms = new ConcurrentHashMap<>();

    /** @param budgeted whether the topology keeps leases on budgets */
    TaskRooms(Engine engine, boolean budgeted) {
        this.engine = engine;
        this.budgeted = budgeted;
    }

    TaskRoom open(ProcessorContext<?, ?> context) {
        KeyValueStore<Bytes, byte[]> store = context.getStateStore(RequestTable.STORE);
        var sensor = context.metrics()
                .addRateTotalSensor(
                        "requests", context.taskId().toString(), "idempotency-eviction", RecordingLevel.INFO);
        RequestTable table = new RequestTable(store, engine.settings(), this::share, () -> {
            sensor.record(1);
            engine.observer().evicted();
        });
        Settlement settlement = new Settlement(engine, System::currentTimeMillis);
        int partition = context.taskId().partition();
        Leases.Store leases = budgeted ? new LeaseStore(context.getStateStore(LeaseStore.STORE)) : Leases.Store.NONE;
        TaskRoom room = new TaskRoom(
                partition,
                engine,
                table,
                new Reservations(new Leases(partition, leases), budgeted, context::currentSystemTimeMs),
                new CallStart(engine, settlement, context::currentSystemTimeMs));
        rooms.put(context.taskId(), room);
        return room;
    }

    /** The bound of the instance, divided among its tasks. */
    private long share() {
        return Math.max(1, engine.settings().idempotencyEntries() / Math.max(1, rooms.size()));
    }

    TaskRoom enter(ProcessorContext<?, ?> context) {
        TaskRoom room = rooms.get(context.taskId());
        if (room == null) {
            throw new IllegalStateException(
                    "Task " + context.taskId() + " has no room: admit starts before this stage");
        }
        return room;
    }

    void close(TaskId task) {
        TaskRoom room = rooms.remove(task);
        if (room != null) {
            room.close();
        }
    }
}
