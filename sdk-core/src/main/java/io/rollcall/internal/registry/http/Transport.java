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
 * The HTTP client of one endpoint: this SDK's own, never the app's, whose calls may be balanced by what this one
 * brings. Bounds what it reads, stays within the endpoint's origin, and turns every failure into a
 * {@link RegistryException}.
 *
 * <p><b>Concurrency.</b> Threadsafe. {@code closed} is written once; the connections of calls are replaced under this
 * object's monitor.
 */
final class Transport implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int MAX_STREAMS = 1_024;
    /** So long the registry's name counts as looked up where no watch looks it up. */
    private static final Duration CONNECTION_LIFE = Duration.ofMinutes(5);

    private static final RegistryFailures.Advice ADVICE = new RegistryFailures.Advice(
            "Check that the registry runs and can be reached from here.",
            "Check the registry's URL: what answers there is not a Rollcall registry.",
            "Check the credentials for the registry.");

    private final String host;
    private final RequestAuthorizer signature;
    private final RegistryFailures failures;
    private final OkHttpClient streamClient;
    private final ExecutorService streamThreads;
    private final TimeSource time;
    private final AtomicBoolean moved = new AtomicBoolean();
    private volatile OkHttpClient client;
    private volatile long renewedNanos;
    private ConnectionPool retired = new ConnectionPool();
    private volatile boolean closed;

    /** What is made of an answer. */
    interface Reader<T> {
        T read(RegistryResponse answer) throws UnreadableException;
    }

    Transport(Endpoint endpoint, BackendContext context, Duration maxSilence, Dns dns) {
        this.time = context.clock();
        this.renewedNanos = time.nanoTime();
        this.host = endpoint.host();
        this.signature = new RequestAuthorizer(context.credentials());
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
                .authenticator(signature)
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
                .addNetworkInterceptor(Transport::tellConnection)
                .build();
    }

    private static ExecutorService streamThreads(Endpoint endpoint) {
        return new ThreadPoolExecutor(0, MAX_STREAMS, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "rollcall-push " + endpoint);
            thread.setDaemon(true);
            return thread;
        });
    }

    static RequestBody json(byte[] body) {
        return RequestBody.create(body, JSON);
    }

    /**
     * Makes {@code request} and reads the answer if it is a success or a 304.
     *
     * @param what what is being done, for messages: {@code registering order-service/o-1}
     */
    <T> T call(String what, Request request, Reader<T> read) {
        try (Response response = execute(what, request)) {
            if (!response.isSuccessful() && !RegistryResponse.isNotModified(response)) {
                throw refused(what, response, Kind.INVALID);
            }
            return read.read(RegistryResponse.of(response));
        } catch (IOException e) {
            throw failures.broken(what, e);
        }
    }

    /** Makes {@code request} about a registered instance, whose answer says nothing but whether it went well. */
    void send(String what, Request request) {
        try (Response response = execute(what, request)) {
            if (!response.isSuccessful()) {
                throw refused(what, response, Kind.NOT_FOUND);
            }
        } catch (IOException e) {
            throw failures.broken(what, e);
        }
    }

    /**
     * An answer that is no success. Reads its body, within bounds.
     *
     * @param missing what a 404 means: an unknown instance, or a wrong URL
     */
    RegistryException refused(String what, Response response, Kind missing) {
        RegistryProblem problem = RegistryProblem.of(response);
        Kind kind = RegistryFailures.kindOf(response.code(), missing);
        String reason = response.code() + problem.reason();
        return problem.action().isEmpty()
                ? failures.failed(kind, what, reason)
                : failures.failed(kind, what, reason, problem.action());
    }

    private Response execute(String what, Request request) throws IOException {
        if (closed) {
            throw failures.closed(what);
        }
        if (time.nanoTime() - renewedNanos >= CONNECTION_LIFE.toNanos()) {
            renewConnections();
        }
        return client.newCall(signature.on(request)).execute();
    }

    /**
     * Calls from now on look up the registry's name. A registry that moves while the old address still answers would
     * never be found: heartbeats keep a connection busy. Connections in use serve their calls to the end.
     */
    private synchronized void renewConnections() {
        renewedNanos = time.nanoTime();
        retired.evictAll();
        retired = client.connectionPool();
        client = client.newBuilder().connectionPool(new ConnectionPool()).build();
        retired.evictAll();
    }

    /** A watch found that the name leads elsewhere: as soon as a stream stands there, calls follow. */
    void moved() {
        moved.set(true);
    }

    /** A stream stands. */
    void stands() {
        if (moved.getAndSet(false)) {
            renewConnections();
        }
    }

    DnsWatch nameCheck(Runnable moved) {
        return new DnsWatch(host, streamClient.dns(), time, streamThreads, moved);
    }

    EventSource stream(Request request, ConnectionPool connections, StreamListener listener) {
        Request tagged = signature
                .on(request)
                .newBuilder()
                .tag(StreamListener.class, listener)
                .build();
        OkHttpClient through =
                streamClient.newBuilder().connectionPool(connections).build();
        return EventSources.createFactory(through).newEventSource(tagged, listener);
    }

    private static Response tellConnection(Interceptor.Chain chain) throws IOException {
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
    }
}
