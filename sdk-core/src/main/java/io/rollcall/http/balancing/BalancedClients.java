package io.rollcall.http.balancing;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/**
 * Makes OkHttp clients that balance.
 *
 * <p><em>Concurrency:</em> threadsafe. The own client is made once, under this object's monitor.
 */
public final class BalancedClients implements AutoCloseable {
    /** A fleet's worth: OkHttp's own five idle connections would be one for each of five instances. */
    private static final int IDLE_CONNECTIONS = 256;

    private static final Duration KEEP_IDLE = Duration.ofMinutes(1);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int ASYNC_CALLS = 1_024;
    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

    private final ServiceHosts hosts;
    private final Balancers balancers;
    private final CallMachinery machinery;
    private final ExecutorService threads;
    private final Dispatcher separate;
    private @Nullable OkHttpClient own;
    private boolean closed;

    /**
     * Clients that ask {@code balancers}.
     *
     * @param services names that are services' though they have dots
     */
    public BalancedClients(Balancers balancers, Collection<String> services, CallMachinery machinery) {
        this.hosts = new ServiceHosts(services);
        this.balancers = balancers;
        this.machinery = machinery;
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                machinery.threads());
        this.separate = dispatcher(Integer.MAX_VALUE);
    }

    /**
     * The client that ends with this object.
     *
     * @throws IllegalStateException if this is closed
     */
    public synchronized OkHttpClient own() {
        if (closed) {
            throw new IllegalStateException("The client is closed.");
        }
        if (own == null) {
            own = like(new OkHttpClient.Builder()
                    .dispatcher(dispatcher(ASYNC_CALLS))
                    .connectionPool(new ConnectionPool(IDLE_CONNECTIONS, KEEP_IDLE.toSeconds(), TimeUnit.SECONDS))
                    .connectTimeout(CONNECT_TIMEOUT)
                    .build());
        }
        return own;
    }

    /**
     * A client like {@code base} that balances.
     *
     * @throws IllegalArgumentException if {@code base} has a socket factory of its own
     */
    public OkHttpClient like(OkHttpClient base) {
        if (base.socketFactory() != SocketFactory.getDefault()) {
            throw new IllegalArgumentException("base.socketFactory: " + base.socketFactory()
                    + " (expected: the default one, since sockets to" + " instances are made here)");
        }
        OkHttpClient.Builder builder = base.newBuilder();
        builder.interceptors().removeIf(BalancingInterceptor.class::isInstance);
        builder.networkInterceptors().removeIf(HeldRetryAfter.class::isInstance);
        builder.networkInterceptors().add(0, new HeldRetryAfter());
        OkHttpClient single = single(builder.build());
        return builder.addInterceptor(new BalancingInterceptor(hosts, balancers, this, single))
                .build();
    }

    /** For attempts that are calls of their own: the interceptors before them have run, and their caller waits. */
    private OkHttpClient single(OkHttpClient base) {
        OkHttpClient.Builder builder = base.newBuilder().dispatcher(separate).callTimeout(Duration.ZERO);
        builder.interceptors().clear();
        return builder.addInterceptor(new DirectedInterceptor()).build();
    }

    CallMachinery machinery() {
        return machinery;
    }

    /** Runs what may block. */
    Executor background() {
        return threads;
    }

    private Dispatcher dispatcher(int calls) {
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(calls);
        dispatcher.setMaxRequestsPerHost(calls);
        return dispatcher;
    }

    /** Cancels the own client's calls, and ends its threads and connections. */
    @Override
    public synchronized void close() {
        closed = true;
        separate.cancelAll();
        if (own != null) {
            own.dispatcher().cancelAll();
        }
        threads.shutdown();
        if (own != null) {
            own.connectionPool().evictAll();
        }
    }
}
