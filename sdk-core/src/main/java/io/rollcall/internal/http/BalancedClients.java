package io.rollcall.internal.http;

import io.rollcall.internal.SdkRuntime;
import io.rollcall.loadbalancer.LoadBalancer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final int ASYNC_CALLS = 1_024;
    private static final Duration IDLE_THREAD = Duration.ofSeconds(10);

    private final ServiceHosts hosts;
    private final BalancingInterceptor interceptor;
    private final SdkRuntime runtime;
    private final CallConfig config;
    private final OpenResponses openResponses = new OpenResponses();
    private final StaleConnections staleConnections;
    private final ExecutorService threads;
    private @Nullable OkHttpClient own;
    private boolean closed;

    /**
     * Clients whose calls to a service use its balancer.
     *
     * @param balancers finds a service's balancer; the first time, it may wait until something is known of the service
     */
    public BalancedClients(
            Function<String, LoadBalancer> balancers, ServiceNames names, SdkRuntime runtime, CallConfig config) {
        this.hosts = new ServiceHosts(names, config.portInUrl(), runtime.time());
        this.interceptor = new BalancingInterceptor(hosts, balancers, this);
        this.runtime = runtime;
        this.staleConnections = new StaleConnections(runtime.time());
        this.config = config;
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                config.threads());
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
                    .dispatcher(dispatcher())
                    .connectionPool(new ConnectionPool(
                            IDLE_CONNECTIONS, config.keepAlive().toNanos(), TimeUnit.NANOSECONDS))
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
                    + " (expected: the default one, since sockets to instances are made here)");
        }
        OkHttpClient.Builder builder = base.newBuilder();
        builder.interceptors().removeIf(BalancingInterceptor.class::isInstance);
        builder.interceptors().replaceAll(AttemptTarget::oncePerCall);
        builder.networkInterceptors().removeIf(StaleConnections.class::isInstance);
        builder.networkInterceptors().removeIf(RetryAfter.Hiding.class::isInstance);
        builder.networkInterceptors().removeIf(Redirects.Hiding.class::isInstance);
        builder.networkInterceptors()
                .addAll(0, List.of(staleConnections, new RetryAfter.Hiding(), new Redirects.Hiding(hosts)));
        return builder.addInterceptor(interceptor).build();
    }

    SdkRuntime runtime() {
        return runtime;
    }

    CallConfig config() {
        return config;
    }

    StaleConnections staleConnections() {
        return staleConnections;
    }

    OpenResponses openResponses() {
        return openResponses;
    }

    /** Runs what may block. */
    Executor background() {
        return threads;
    }

    private Dispatcher dispatcher() {
        Dispatcher dispatcher = new Dispatcher(threads);
        dispatcher.setMaxRequests(ASYNC_CALLS);
        dispatcher.setMaxRequestsPerHost(ASYNC_CALLS);
        return dispatcher;
    }

    /** Cancels the own client's calls, and ends its threads and connections. */
    @Override
    public synchronized void close() {
        closed = true;
        threads.shutdown();
        if (own != null) {
            own.dispatcher().cancelAll();
            own.connectionPool().evictAll();
        }
    }
}
