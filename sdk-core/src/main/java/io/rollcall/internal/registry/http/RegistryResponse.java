package io.rollcall.internal.registry.http;

import io.rollcall.internal.json.Json;
import io.rollcall.registry.support.UnreadableException;
import io.rollcall.registry.support.Untrusted;
import java.io.IOException;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;
import tools.jackson.databind.JsonNode;

/**
 * A response that was read completely.
 *
 * @param status the HTTP status
 * @param etag its validator, empty if it has none
 * @param incarnation the incarnation of the registry's data, empty if there is none in it
 * @param body empty if there is none, as with a 304
 */
record RegistryResponse(int status, String etag, String incarnation, byte[] body) {
    private static final int NOT_MODIFIED = 304;

    static RegistryResponse of(Response response) throws IOException {
        byte[] body = isNotModified(response) ? new byte[0] : readJson(response.body());
        return new RegistryResponse(
                response.code(),
                Objects.requireNonNullElse(response.header("ETag"), ""),
                Objects.requireNonNullElse(response.header("X-Rollcall-Incarnation"), ""),
                body);
    }

    static boolean isNotModified(Response response) {
        return response.code() == NOT_MODIFIED;
    }

    private static byte[] readJson(ResponseBody body) throws IOException {
        MediaType type = body.contentType();
        if (type == null
                || !type.type().equals("application")
                || !type.subtype().endsWith("json")) {
            throw new UnreadableException("the response is " + (type == null ? "of no type" : type)
                    + " (expected: application/json). Is this a Rollcall registry, or a proxy in front of one?");
        }
        byte[] bytes = Untrusted.bytes(body.byteStream(), Untrusted.MAX_BODY);
        if (bytes.length == 0) {
            throw new UnreadableException("the response is empty (expected: a JSON object)");
        }
        return bytes;
    }

    /** The body, which is a JSON object in every response that has one. */
    JsonNode json() throws UnreadableException {
        return Json.object(body);
    }
}
