package io.rollcall.internal.registry.http;

import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.security.Tls;
import io.rollcall.registry.support.RegistryFailures;
import io.rollcall.registry.support.UnreadableException;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Connection;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.Dns;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.sse.EventSource;
import okhttp3.sse.EventSources;

/**
 * The HTTP client of one endpoint. It is separate from the application's clients, whose calls may be balanced by what
 * this one fetches. Bounds what it reads, stays within the endpoint's origin, and converts every failure into a
 * {@link RegistryException}.
 *
 * <p><b>Concurrency.</b> Threadsafe. {@code closed} is written once; the connections of calls are replaced under this
 * object's monitor.
 */
final class Transport implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int MAX_STREAMS = 1_024;
    /** After this time calls look up the registry's name again, if no watch has found a move before. */
    private static final Duration MAX_CONNECTION_AGE = Duration.ofMinutes(5);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private static final RegistryFailures.Advice ADVICE = new RegistryFailures.Advice(
            "Check that the registry runs and can be reached from here.",
            "Check the registry's URL: the server there is not a Rollcall registry.",
            "Check the credentials for the registry.");

    private final String host;
    private final RequestAuthorizer authorizer;
    private final RegistryFailures failures;
    private final OkHttpClient streamClient;
    private final List<Thread> pushThreads = new CopyOnWriteArrayList<>();
    private final ExecutorService streamThreads;
    private final TimeSource time;
    private final AtomicBoolean moved = new AtomicBoolean();
    private volatile OkHttpClient client;
    private volatile long renewedNanos;
    private ConnectionPool retired = new ConnectionPool();
    private volatile boolean closed;

    /** Converts a response. */
    interface Reader<T> {
        T read(RegistryResponse response) throws UnreadableException;
    }

    Transport(Endpoint endpoint, BackendContext context, Duration maxSilence, Dns dns) {
        this.time = context.clock();
        this.renewedNanos = time.nanoTime();
        this.host = endpoint.host();
        this.authorizer = new RequestAuthorizer(context.credentials());
        this.failures = new RegistryFailures(endpoint.toString(), ADVICE);
        this.streamThreads = streamThreads(endpoint);
        Dispatcher streams = new Dispatcher(streamThreads);
        streams.setMaxRequests(MAX_STREAMS);
        streams.setMaxRequestsPerHost(MAX_STREAMS);
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(streams)
                .dns(dns)
                .callTimeout(context.requestTimeout())
                .connectTimeout(context.requestTimeout())
                .readTimeout(context.requestTimeout())
                .writeTimeout(context.requestTimeout())
                .authenticator(authorizer)
                .addNetworkInterceptor(new SameOrigin(endpoint));
        Tls tls = context.tls();
        if (tls != null) {
            builder.sslSocketFactory(tls.socketFactory(), tls.trustManager());
        }
        this.client = builder.build();
        this.streamClient = client.newBuilder()
                .callTimeout(Duration.ZERO)
                .readTimeout(maxSilence)
                .addInterceptor(new StreamMeter())
                .addNetworkInterceptor(Transport::reportConnection)
                .build();
    }

    private ExecutorService streamThreads(Endpoint endpoint) {
        return new ThreadPoolExecutor(0, MAX_STREAMS, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new PushThread(task, endpoint);
            thread.setDaemon(true);
            pushThreads.removeIf(other -> other.getState() == Thread.State.TERMINATED);
            pushThreads.add(thread);
            return thread;
        });
    }

    /** Reads a stream of {@code endpoint}. OkHttp renames it meanwhile. */
    static final class PushThread extends Thread {
        final Endpoint endpoint;

        PushThread(Runnable task, Endpoint endpoint) {
            super(task, "rollcall-push " + endpoint);
            this.endpoint = endpoint;
        }
    }

    static RequestBody json(byte[] body) {
        return RequestBody.create(body, JSON);
    }

    /**
     * Sends {@code request} and reads the response if it is a success or a 304.
     *
     * @param operation for messages: {@code registering order-service/o-1}
     */
    <T> T call(String operation, Request request, Reader<T> read) {
        try (Response response = execute(operation, request)) {
            if (!response.isSuccessful() && !RegistryResponse.isNotModified(response)) {
                throw rejected(operation, response, Kind.INVALID);
            }
            return read.read(RegistryResponse.of(response));
        } catch (IOException e) {
            throw failures.broken(operation, e);
        }
    }

    /** Sends {@code request} about a registered instance. Only the status of the response matters. */
    void send(String operation, Request request) {
        try (Response response = execute(operation, request)) {
            if (!response.isSuccessful()) {
                throw rejected(operation, response, Kind.NOT_FOUND);
            }
        } catch (IOException e) {
            throw failures.broken(operation, e);
        }
    }

    /**
     * Converts an unsuccessful response, whose body is read within bounds.
     *
     * @param missing the kind that a 404 stands for: an unknown instance, or a wrong URL
     */
    RegistryException rejected(String operation, Response response, Kind missing) {
        RegistryProblem problem = RegistryProblem.of(response);
        Kind kind = RegistryFailures.kindOf(response.code(), missing);
        String reason = response.code() + problem.reason();
        return problem.action().isEmpty()
                ? failures.failed(kind, operation, reason)
                : failures.failed(kind, operation, reason, problem.action());
    }

    private Response execute(String operation, Request request) throws IOException {
        if (closed) {
            throw failures.closed(operation);
        }
        if (time.nanoTime() - renewedNanos >= MAX_CONNECTION_AGE.toNanos()) {
            renewConnections();
        }
        return client.newCall(authorizer.on(request)).execute();
    }

    /**
     * Makes later calls look up the registry's name. Otherwise a registry that moves while the old address still
     * responds would never be found, because heartbeats keep a connection busy. Calls in progress complete normally.
     */
    private synchronized void renewConnections() {
        renewedNanos = time.nanoTime();
        retired.evictAll();
        retired = client.connectionPool();
        client = client.newBuilder().connectionPool(new ConnectionPool()).build();
        retired.evictAll();
    }

    /** A watch found that the name resolves elsewhere: calls follow as soon as a stream is connected there. */
    void moved() {
        moved.set(true);
    }

    /** A stream is connected. */
    void streamConnected() {
        if (moved.getAndSet(false)) {
            renewConnections();
        }
    }

    DnsWatch dnsWatch(Runnable moved) {
        return new DnsWatch(host, streamClient.dns(), time, streamThreads, moved);
    }

    EventSource stream(Request request, ConnectionPool connections, StreamListener listener) {
        Request tagged = authorizer
                .on(request)
                .newBuilder()
                .tag(StreamListener.class, listener)
                .build();
        OkHttpClient separate =
                streamClient.newBuilder().connectionPool(connections).build();
        return EventSources.createFactory(separate).newEventSource(tagged, listener);
    }

    private static Response reportConnection(Interceptor.Chain chain) throws IOException {
        StreamListener listener = chain.request().tag(StreamListener.class);
        Connection connection = chain.connection();
        if (listener != null && connection != null) {
            listener.connected(connection.route());
        }
        return chain.proceed(chain.request());
    }

    RegistryFailures failures() {
        return failures;
    }

    @Override
    public void close() {
        closed = true;
        client.dispatcher().cancelAll();
        streamThreads.shutdown();
        synchronized (this) {
            client.connectionPool().evictAll();
            retired.evictAll();
        }
        awaitStreams();
    }

    /** A listener that closes the registry is called by the thread that would be waited for. */
    private void awaitStreams() {
        if (Thread.currentThread() instanceof PushThread) {
            return;
        }
        try {
            boolean ended = streamThreads.awaitTermination(CLOSE_TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
            for (Thread thread : ended ? pushThreads : List.<Thread>of()) {
                thread.join(CLOSE_TIMEOUT.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
