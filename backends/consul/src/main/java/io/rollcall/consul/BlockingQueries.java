package io.rollcall.consul;

import io.rollcall.random.Randomness;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.ServiceView;
import io.rollcall.registry.Watch;
import io.rollcall.registry.WatchListener;
import io.rollcall.time.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * One watch: for each service a query that blocks at the agent until the service changes, and is repeated with the new
 * index. Consul has no query for several services, and a blocking one takes a thread and a connection; so their number
 * is bounded, and further services, drawn at random for each watch, are polled.
 *
 * <p>The watch ends when the agent fails: it does not reconnect, and a new watch begins with complete lists, so nothing
 * is lost in between. A response that cannot be used affects its own service only, which is queried again later.
 *
 * <p><b>Concurrency.</b> A query is repeated only after its response was handled, on the thread of that response or of
 * the timer, so its state needs no lock. The listener is called under this object's monitor, which also guards changes
 * of {@code over}: it is notified of one thing at a time, of the end once, and of nothing after it.
 */
final class BlockingQueries implements Watch {
    private static final Duration POLL_SPACING = Duration.ofMillis(20);

    private final Agent agent;
    private final Catalog catalog;
    private final WatchConfig config;
    private final TimeSource time;
    private final Randomness randomness;
    private final ScheduledExecutorService timer;
    private final WatchListener listener;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    BlockingQueries(
            Agent agent,
            Catalog catalog,
            WatchConfig config,
            TimeSource time,
            Randomness randomness,
            ScheduledExecutorService timer,
            WatchListener listener) {
        this.agent = agent;
        this.catalog = catalog;
        this.config = config;
        this.time = time;
        this.randomness = randomness;
        this.timer = timer;
        this.listener = listener;
    }

    /** Starts the queries of all {@code services}, in random order. */
    Watch open(Set<String> services) {
        List<String> shuffled = new ArrayList<>();
        services.stream().sorted().forEach(name -> shuffled.add(randomness.below(shuffled.size() + 1), name));
        int blocking = Math.min(shuffled.size(), config.queries());
        shuffled.subList(0, blocking).forEach(name -> new ServiceQuery(this, name, -1).start());
        List<String> others = shuffled.subList(blocking, shuffled.size());
        long period = Math.max(config.pollPeriod().toNanos(), others.size() * POLL_SPACING.toNanos());
        others.forEach(name -> later((long) (period * randomness.unit()), new ServiceQuery(this, name, period)));
        return this;
    }

    /** Starts {@code query} after a pause. */
    void later(long nanos, ServiceQuery query) {
        if (over) {
            return;
        }
        try {
            timer.schedule(query::start, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            end(agent.failures().closed("watching"));
        }
    }

    /** Sends {@code request}, whose response {@code query} handles, unless the watch is over. */
    void send(ServiceQuery query, Catalog.Query request) {
        Duration wait =
                config.longPoll().multipliedBy(80 + randomness.below(21)).dividedBy(100);
        Call call = agent.query(agent.get(catalog.urlOf(request, wait)));
        calls.add(call);
        if (over) {
            calls.remove(call);
        } else if (agent.isClosed()) {
            end(agent.failures().closed("watching"));
        } else {
            call.enqueue(query);
        }
    }

    void ended(Call call) {
        calls.remove(call);
    }

    synchronized void changed(ServiceView view) {
        if (!over) {
            listener.changed(view);
        }
    }

    synchronized void alive() {
        if (!over) {
            listener.alive();
        }
    }

    void failed(Throwable cause) {
        if (cause instanceof RegistryException refused) {
            end(refused);
        } else if (cause instanceof RuntimeException) {
            end(new RegistryException(Kind.INVALID, "The watch failed: " + cause + ". Next: report this.", cause));
        } else {
            end(agent.failures().broken("watching", cause));
        }
    }

    private synchronized void end(@Nullable RegistryException cause) {
        if (!over) {
            close();
            listener.ended(cause);
        }
    }

    Agent agent() {
        return agent;
    }

    Catalog catalog() {
        return catalog;
    }

    TimeSource time() {
        return time;
    }

    Randomness randomness() {
        return randomness;
    }

    @Override
    public void close() {
        over = true;
        calls.forEach(Call::cancel);
    }
}
