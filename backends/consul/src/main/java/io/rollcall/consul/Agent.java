package io.rollcall.consul;

import io.rollcall.internal.json.Json;
import io.rollcall.registry.BackendContext;
import io.rollcall.registry.RegistryException;
import io.rollcall.registry.RegistryException.Kind;
import io.rollcall.registry.security.Tls;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.Dispatcher;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The HTTP client of one agent. It limits the size of responses and the time of calls, follows no redirect (the API has
 * none, and the token would be sent along), and turns every failure into a {@link RegistryException}.
 *
 * <p><b>Concurrency.</b> Threadsafe. {@code closed} is written once. A call runs on the caller's thread; a blocking
 * query occupies one of the dispatcher's threads.
 */
final class Agent implements AutoCloseable {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final int MAX_IDLE = 32;

    private final AclToken token;
    private final AgentFailures failures;
    private final ExecutorService queryThreads;
    private final OkHttpClient client;
    private final OkHttpClient queryClient;
    private volatile boolean closed;

    /**
     * A client for the agent at {@code url}.
     *
     * @param context with the credentials that {@link ConsulUrl#credentials} has chosen
     * @param watches bounds the blocking queries
     */
    Agent(ConsulUrl url, BackendContext context, WatchConfig watches) {
        this.token = new AclToken(context.credentials());
        this.failures = new AgentFailures(url.toString());
        int queries = watches.maxQueries();
        // The dispatcher bounds their number; a bound here would refuse a call while a thread is about to end.
        this.queryThreads =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "rollcall-watch " + url);
                    thread.setDaemon(true);
                    return thread;
                });
        Dispatcher dispatcher = new Dispatcher(queryThreads);
        dispatcher.setMaxRequests(queries);
        dispatcher.setMaxRequestsPerHost(queries);
        Duration requestTimeout = context.requestTimeout();
        OkHttpClient.Builder builder = new OkHttpClient.Builder()
                .dispatcher(dispatcher)
                .connectionPool(new ConnectionPool(MAX_IDLE, 1, TimeUnit.MINUTES))
                .callTimeout(requestTimeout)
                .connectTimeout(requestTimeout)
                .readTimeout(requestTimeout)
                .writeTimeout(requestTimeout)
                .followRedirects(false)
                .addInterceptor(token);
        Tls tls = context.tls();
        if (tls != null) {
            builder.sslSocketFactory(tls.socketFactory(), tls.trustManager());
        }
        this.client = builder.build();
        Duration longest = watches.longestWait().plus(requestTimeout);
        this.queryClient =
                client.newBuilder().callTimeout(longest).readTimeout(longest).build();
    }

    /** A GET. */
    Request get(HttpUrl from) {
        return authorized(from).build();
    }

    /** A PUT of {@code body}. */
    Request put(HttpUrl to, ObjectNode body) {
        return authorized(to).put(RequestBody.create(Json.write(body), JSON)).build();
    }

    /** A PUT without a body. */
    Request put(HttpUrl to) {
        return authorized(to).put(RequestBody.create(new byte[0])).build();
    }

    private Request.Builder authorized(HttpUrl to) {
        return token.addTo(new Request.Builder().url(to));
    }

    /**
     * Executes {@code request} and returns its successful response.
     *
     * @param operation for messages, such as {@code registering order-service/o-1}
     * @param missing the kind of failure that a 404 is
     */
    AgentResponse call(String operation, Request request, Kind missing) {
        AgentResponse response = execute(operation, request);
        if (!response.isSuccess()) {
            throw failures.refused(operation, response, missing);
        }
        return response;
    }

    /** Executes {@code request} and returns its response, whatever its status. */
    AgentResponse execute(String operation, Request request) {
        if (closed) {
            throw failures.closed(operation);
        }
        try (Response response = client.newCall(request).execute()) {
            return AgentResponse.of(response);
        } catch (IOException e) {
            throw closed ? failures.closed(operation) : failures.broken(operation, e);
        }
    }

    /** A call that may block for as long as a blocking query may. */
    Call query(Request request) {
        return queryClient.newCall(request);
    }

    /** The token of requests made now, or null if there is none. */
    @Nullable
    String token() {
        return token.current();
    }

    AgentFailures failures() {
        return failures;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        client.dispatcher().cancelAll();
        queryThreads.shutdown();
        client.connectionPool().evictAll();
    }
}
