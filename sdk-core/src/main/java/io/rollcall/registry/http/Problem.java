package io.rollcall.registry.http;

import io.rollcall.registry.json.Json;
import java.io.IOException;
import okhttp3.Response;
import tools.jackson.databind.JsonNode;

/**
 * What a registry says of its refusal (RFC 9457), made fit for a log line: short, and without control characters.
 *
 * @param reason begins with a separator, or is empty
 * @param action what to do, or empty
 */
record Problem(String reason, String action) {
    private static final int MAX_BODY = 64 << 10;
    private static final int MAX_SHOWN = 300;
    private static final Problem SILENT = new Problem("", "");

    /** Never fails: an error without a readable body is still an error. */
    static Problem of(Response response) {
        try {
            JsonNode json = Json.object(Transport.read(response.body(), MAX_BODY));
            String detail = text(json, "detail");
            String rule = text(json, "rule");
            String reason = detail.isEmpty() ? text(json, "title") : detail;
            String expected = rule.isEmpty() || reason.contains(rule) ? "" : " (expected: " + rule + ")";
            return reason.isEmpty() ? SILENT : new Problem(", " + reason + expected, text(json, "action"));
        } catch (IOException e) {
            return SILENT;
        }
    }

    private static String text(JsonNode json, String field) {
        String text =
                json.path(field).asString("").replaceAll("\\p{Cntrl}+", " ").strip();
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }
}
