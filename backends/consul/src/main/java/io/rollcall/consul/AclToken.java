package io.rollcall.consul;

import io.rollcall.registry.security.Credentials;
import io.rollcall.registry.security.CredentialsException;
import io.rollcall.registry.support.RegistryFailures;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the ACL token on requests. A request whose token the agent refuses is made once more, at once, if there is
 * another token by now: tokens rotate. Threadsafe.
 */
final class AclToken implements Interceptor {
    static final String HEADER = "X-Consul-Token";

    private static final Logger LOG = LoggerFactory.getLogger(AclToken.class);
    private static final int MAX_REFUSAL = 4 << 10;

    private final Credentials credentials;

    AclToken(Credentials credentials) {
        this.credentials = credentials;
    }

    /** Whether an answer says that the token is unknown, or may not do this. Not every version says it with a 403. */
    static boolean isRefusal(int status, String text) {
        return status == 401 || status == 403 || text.contains("Permission denied") || text.contains("ACL not found");
    }

    /** The token as it is now, or null for the anonymous one. */
    @Nullable
    String now() {
        try {
            return credentials.token();
        } catch (CredentialsException e) {
            throw RegistryFailures.unauthorized(e);
        }
    }

    Request.Builder on(Request.Builder request) {
        String token = now();
        return token == null ? request.removeHeader(HEADER) : request.header(HEADER, token);
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() < 400
                || !isRefusal(response.code(), response.peekBody(MAX_REFUSAL).string())) {
            return response;
        }
        Request renewed = renewed(chain.request());
        if (renewed == null) {
            return response;
        }
        response.close();
        return chain.proceed(renewed);
    }

    /** A source that fails cannot have another token: the refusal is what counts. */
    private @Nullable Request renewed(Request refused) {
        String shown = refused.header(HEADER);
        try {
            boolean isAnother = credentials.renewedAfter(shown == null ? null : "Bearer " + shown);
            return isAnother ? on(refused.newBuilder()).build() : null;
        } catch (RuntimeException e) {
            LOG.debug("No other token to be had", e);
            return null;
        }
    }
}
