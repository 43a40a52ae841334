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
 * Adds the ACL token to requests. A request whose token the agent refuses is repeated once, immediately, if the token
 * has been rotated meanwhile. Threadsafe.
 */
final class AclToken implements Interceptor {
    static final String HEADER = "X-Consul-Token";

    private static final Logger LOG = LoggerFactory.getLogger(AclToken.class);
    private static final int MAX_REFUSAL = 4 << 10;

    private final Credentials credentials;

    AclToken(Credentials credentials) {
        this.credentials = credentials;
    }

    /**
     * Whether a response refuses the token as unknown or unauthorized. Some versions of Consul use other status codes.
     */
    static boolean isRefusal(int status, String text) {
        return status == 401 || status == 403 || text.contains("Permission denied") || text.contains("ACL not found");
    }

    /** The present token, or null for the anonymous one. */
    @Nullable
    String current() {
        try {
            return credentials.token();
        } catch (CredentialsException e) {
            throw RegistryFailures.unauthorized(e);
        }
    }

    Request.Builder addTo(Request.Builder request) {
        String token = current();
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

    /** A source of tokens that fails has no other token: the refusal is the result. */
    private @Nullable Request renewed(Request refused) {
        String used = refused.header(HEADER);
        try {
            boolean isAnother = credentials.renewedAfter(used == null ? null : "Bearer " + used);
            return isAnother ? addTo(refused.newBuilder()).build() : null;
        } catch (RuntimeException e) {
            LOG.debug("No other token is available", e);
            return null;
        }
    }
}
