package io.rollcall.consul;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rollcall.registry.support.UnreadableException;
import io.rollcall.registry.support.Untrusted;
import java.io.IOException;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A complete response.
 *
 * @param status the HTTP status
 * @param index the index of the data, from {@code X-Consul-Index}, at least 1; 0 if there is none
 * @param filtered whether entries were left out because the token may not read them; known from Consul 1.11 on
 * @param body at most 32 MiB; in that of a failure the token, which some versions repeat, is replaced
 */
record AgentResponse(int status, long index, boolean filtered, byte[] body) {
    private static final int MAX_DIGITS = 18;

    static AgentResponse of(Response response) throws IOException {
        byte[] body = Untrusted.bytes(response.body().byteStream(), Untrusted.MAX_BODY);
        String token = response.request().header(AclToken.HEADER);
        if (token != null && !response.isSuccessful()) {
            body = new String(body, UTF_8).replace(token, "…").getBytes(UTF_8);
        }
        boolean filtered = "true".equalsIgnoreCase(response.header("X-Consul-Results-Filtered-By-ACLs"));
        return new AgentResponse(response.code(), index(response.header("X-Consul-Index", "")), filtered, body);
    }

    /** A query with index 0 would not block, so 0 counts as 1, as Consul advises. */
    private static long index(@Nullable String digits) {
        boolean isNumber = digits != null && digits.length() <= MAX_DIGITS && digits.matches("[0-9]+");
        return isNumber ? Math.max(1, Long.parseLong(digits)) : 0;
    }

    boolean isSuccess() {
        return status == 200;
    }

    /**
     * The index of a list.
     *
     * @throws UnreadableException if there is none
     */
    long listIndex() throws UnreadableException {
        if (index < 1) {
            throw new UnreadableException("it has no X-Consul-Index (expected: a number from 1 on)");
        }
        return index;
    }
}
