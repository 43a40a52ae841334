package io.rollcall.testing;

import static org.awaitility.Awaitility.await;

import io.rollcall.registry.RegistryException;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.WatchListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Records the notifications of a watch. Threadsafe. */
public final class RecordingListener implements WatchListener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<ServiceView> views = new CopyOnWriteArrayList<>();
    private final List<String> ends = new CopyOnWriteArrayList<>();
    private final AtomicInteger signs = new AtomicInteger();
    private final AtomicInteger moves = new AtomicInteger();
    private volatile @Nullable RegistryException cause;

    /** Has received nothing. */
    public RecordingListener() {}

    @Override
    public void changed(ServiceView view) {
        views.add(view);
    }

    @Override
    public void alive() {
        signs.incrementAndGet();
    }

    @Override
    public void moved() {
        moves.incrementAndGet();
    }

    @Override
    public void ended(@Nullable RegistryException failure) {
        cause = failure;
        ends.add(String.valueOf(failure));
    }

    /** Waits for a view that matches {@code like}. */
    public ServiceView awaitView(Predicate<ServiceView> like) {
        return await().atMost(PATIENCE)
                .until(() -> views.stream().filter(like).findFirst(), java.util.Optional::isPresent)
                .orElseThrow();
    }

    /** Waits for the end, and returns its cause. */
    public @Nullable RegistryException awaitEnd() {
        await().atMost(PATIENCE).until(() -> !ends.isEmpty());
        return cause;
    }

    /** Waits for {@code count} calls of {@link #alive}. */
    public void awaitSigns(int count) {
        await().atMost(PATIENCE).until(() -> signs.get() >= count);
    }

    /** The number of calls of {@link #alive}. */
    public int signs() {
        return signs.get();
    }

    /** The number of calls of {@link #moved}. */
    public int moves() {
        return moves.get();
    }

    /** All views so far. */
    public List<ServiceView> views() {
        return List.copyOf(views);
    }

    /** The number of calls of {@link #ended}. */
    public int ends() {
        return ends.size();
    }
}
