package io.rollcall.cli;

import io.rollcall.Rollcall;
import io.rollcall.model.ServiceInstance;
import io.rollcall.time.TimeSource;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Calls a service through the load-balanced client. */
@Command(
        name = "call",
        description = "Calls http://SERVICE/path and shows the instance that responded. Exits with 1 if a call failed.",
        sortOptions = false)
final class CallCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "Such as http://user-service/users/42.")
    private String url = "";

    @Option(
            names = {"-n", "--count"},
            paramLabel = "N",
            defaultValue = "1",
            description = "How many calls, one after the other. Default: 1.")
    private int count;

    @Mixin
    private HeaderOption headers = new HeaderOption();

    @Mixin
    private RegistryOption registry = new RegistryOption();

    @Mixin
    private Output output = new Output();

    private final TimeSource time = TimeSource.system();

    @Override
    public Integer call() {
        Request request = headers.on(new Request.Builder().url(target())).build();
        Map<String, Integer> calls = new TreeMap<>();
        int failed = 0;
        try (Rollcall rollcall = registry.connect()) {
            Lookup.notEmpty(rollcall.service(request.url().host()), registry);
            OkHttpClient http = rollcall.httpClient();
            for (int i = 0; i < count; i++) {
                CallResult result = execute(http, request);
                calls.merge(result.instance() == null ? "none" : result.instance(), 1, Integer::sum);
                failed += result.error() == null ? 0 : 1;
                output.print(result, result::toString);
            }
        }
        if (count > 1) {
            output.message(count + " calls, " + failed + " failed; by instance " + calls);
        }
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private HttpUrl target() {
        if (count < 1) {
            throw new IllegalArgumentException("--count: " + count + " (expected: 1 or more)");
        }
        HttpUrl parsed = HttpUrl.parse(url);
        if (parsed == null) {
            throw new IllegalArgumentException("URL: \"" + url + "\" (expected: http://SERVICE/path)");
        }
        return parsed;
    }

    private CallResult execute(OkHttpClient http, Request request) {
        long start = time.nanoTime();
        try (Response response = http.newCall(request).execute()) {
            String body = response.body().string();
            ServiceInstance instance = response.request().tag(ServiceInstance.class);
            String failure = response.isSuccessful() ? null : "status " + response.code();
            return instance == null
                    ? new CallResult(null, null, response.code(), micros(start), body, failure)
                    : new CallResult(
                            instance.id(), instance.authority(), response.code(), micros(start), body, failure);
        } catch (IOException e) {
            return new CallResult(null, null, 0, micros(start), "", String.valueOf(e.getMessage()));
        }
    }

    private long micros(long startNanos) {
        return (time.nanoTime() - startNanos) / 1_000;
    }

    /** The output of {@code --json} for each call. */
    record CallResult(
            @Nullable String instance,
            @Nullable String address,
            int status,
            long micros,
            String body,
            @Nullable String error) {
        @Override
        public String toString() {
            return status == 0
                    ? "failed: " + error
                    : String.format(
                            Locale.ROOT, "%s %s  %d  %.1f ms  %s", instance, address, status, micros / 1e3, line());
        }

        private String line() {
            String first = body.lines().findFirst().orElse("").replaceAll("\\p{Cntrl}", "?");
            return first.length() <= 80 ? first : first.substring(0, 79) + "…";
        }
    }
}
