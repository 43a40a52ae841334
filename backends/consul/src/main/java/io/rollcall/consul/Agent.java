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
 * The HTTP client of one agent: bounds what it reads and how long it waits, follows no redirect (the API has none, and
 * a token would go with it), and turns every failure into a {@link RegistryException}.
 *
 * <p><b>Concurrency.</b> Threadsafe. {@code closed} is written once. A call runs on the thread that makes it; a waiting
 * query holds one of the dispatcher's threads.
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
     * The client of the agent at {@code url}.
     *
     * @param context whose credentials are what {@link ConsulUrl#credentials} chose
     * @param terms of its watches, which bound its waiting queries
     */
    Agent(ConsulUrl url, BackendContext context, WatchConfig terms) {
        this.token = new AclToken(context.credentials());
        this.failures = new AgentFailures(url.toString());
        int queries = terms.maxQueries();
        // The dispatcher bounds how many there are; a bound here too would refuse a call while a thread is just ending.
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
        Duration longest = terms.longestWait().plus(requestTimeout);
        this.queryClient =
                client.newBuilder().callTimeout(longest).readTimeout(longest).build();
    }

    /** A GET. */
    Request get(HttpUrl from) {
        return signed(from).build();
    }

    /** A PUT of {@code body}. */
    Request put(HttpUrl to, ObjectNode body) {
        return signed(to).put(RequestBody.create(Json.write(body), JSON)).build();
    }

    /** A PUT that says everything in its URL. */
    Request put(HttpUrl to) {
        return signed(to).put(RequestBody.create(new byte[0])).build();
    }

    private Request.Builder signed(HttpUrl to) {
        return token.on(new Request.Builder().url(to));
    }

    /**
     * Makes {@code request} and returns its success.
     *
     * @param what what is being done, for messages: {@code registering order-service/o-1}
     * @param missing what a 404 means
     */
    AgentResponse call(String what, Request request, Kind missing) {
        AgentResponse answer = ask(what, request);
        if (!answer.isSuccess()) {
            throw failures.refused(what, answer, missing);
        }
        return answer;
    }

    /** Makes {@code request} and returns whatever is answered. */
    AgentResponse ask(String what, Request request) {
        if (closed) {
            throw failures.closed(what);
        }
        try (Response response = client.newCall(request).execute()) {
            return AgentResponse.of(response);
        } catch (IOException e) {
            throw closed ? failures.closed(what) : failures.broken(what, e);
        }
    }

    /** A call that may wait for news for as long as the terms of watches say. */
    Call query(Request request) {
        return queryClient.newCall(request);
    }

    /** The token that requests show now, or null if they show none. */
    @Nullable
    String token() {
        return token.now();
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
