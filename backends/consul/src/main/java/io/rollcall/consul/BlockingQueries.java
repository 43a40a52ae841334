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
 * One watch: for each service a query that waits at the agent until the service changes, and is asked again with the
 * index that it told. Consul has no query for several services, and a waiting one holds a thread and a connection here;
 * so there is a bound, beyond which services are polled: which, is drawn for each watch.
 *
 * <p>The watch ends with the first query that fails: it does not connect again, and a new watch begins with whole
 * lists, so nothing is lost in between. An answer that cannot be read harms its own service only, and is asked for
 * again later.
 *
 * <p><b>Concurrency.</b> A query is asked for again only after its answer was handled, by the thread of that answer or
 * the timer's, so its state needs no lock. Everything the listener hears is said under this object's monitor, which
 * also guards the change of {@code over}: so it hears one thing at a time, the end once, and nothing after it.
 */
final class BlockingQueries implements Watch {
    private static final Duration BETWEEN_POLLS = Duration.ofMillis(20);

    private final Agent agent;
    private final Catalog catalog;
    private final WatchConfig terms;
    private final TimeSource time;
    private final Randomness randomness;
    private final ScheduledExecutorService timer;
    private final WatchListener listener;
    private final Set<Call> calls = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    BlockingQueries(
            Agent agent,
            Catalog catalog,
            WatchConfig terms,
            TimeSource time,
            Randomness randomness,
            ScheduledExecutorService timer,
            WatchListener listener) {
        this.agent = agent;
        this.catalog = catalog;
        this.terms = terms;
        this.time = time;
        this.randomness = randomness;
        this.timer = timer;
        this.listener = listener;
    }

    /** Asks for all {@code services}, in an order of its own. */
    Watch open(Set<String> services) {
        List<String> shuffled = new ArrayList<>();
        services.stream().sorted().forEach(name -> shuffled.add(randomness.below(shuffled.size() + 1), name));
        int waiting = Math.min(shuffled.size(), terms.queries());
        shuffled.subList(0, waiting).forEach(name -> new ServiceQuery(this, name, -1).ask());
        List<String> others = shuffled.subList(waiting, shuffled.size());
        long period = Math.max(terms.poll().toNanos(), others.size() * BETWEEN_POLLS.toNanos());
        others.forEach(name -> later((long) (period * randomness.unit()), new ServiceQuery(this, name, period)));
        return this;
    }

    /** Asks {@code query} after a pause. */
    void later(long nanos, ServiceQuery query) {
        if (over) {
            return;
        }
        try {
            timer.schedule(query::ask, nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            end(agent.failures().closed("watching"));
        }
    }

    /** Makes the call of {@code query}, unless the watch is over. */
    void call(ServiceQuery query, Catalog.Question question) {
        Duration wait = terms.patience().multipliedBy(80 + randomness.below(21)).dividedBy(100);
        Call call = agent.query(agent.get(catalog.urlOf(question, wait)));
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
