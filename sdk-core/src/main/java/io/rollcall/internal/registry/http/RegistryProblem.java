package io.rollcall.internal.registry.http;

import io.rollcall.internal.json.Json;
import io.rollcall.registry.support.Untrusted;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;

/**
 * The problem details of an error response (RFC 9457), sanitized for the log: short, without control characters.
 *
 * @param reason begins with a separator, or is empty
 * @param action what to do, or empty
 */
record RegistryProblem(String reason, String action) {
    private static final int MAX_BODY = 64 << 10;
    private static final RegistryProblem NONE = new RegistryProblem("", "");

    /** Never fails: an error without a readable body has no details. */
    static RegistryProblem of(Response response) {
        try {
            JsonNode json = Json.object(Untrusted.bytes(response.body().byteStream(), MAX_BODY));
            String detail = text(json, "detail");
            String rule = text(json, "rule");
            String reason = detail.isEmpty() ? text(json, "title") : detail;
            String expected = rule.isEmpty() || reason.contains(rule) ? "" : " (expected: " + rule + ")";
            return reason.isEmpty()
                    ? NONE
                    : new RegistryProblem(", " + reason + expected, text(json, "action")).redacted(response);
        } catch (IOException e) {
            return NONE;
        }
    }

    /** Some registries echo the secret that they reject. */
    private RegistryProblem redacted(Response response) {
        String secret = secretOf(Objects.requireNonNullElse(response.request().header("Authorization"), ""));
        return secret.isEmpty() ? this : new RegistryProblem(reason.replace(secret, "…"), action.replace(secret, "…"));
    }

    /** The token or the password; the name if there is no password. */
    private static String secretOf(String authorization) {
        String value = authorization.substring(authorization.indexOf(' ') + 1);
        if (!authorization.startsWith("Basic ")) {
            return value;
        }
        String[] pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8).split(":", 2);
        return pair[1].isEmpty() ? pair[0] : pair[1];
    }

    private static String text(JsonNode json, String field) {
        return Untrusted.line(json.path(field).asString(""));
    }
}
