package io.rollcall.mock.internal.http;

import io.rollcall.mock.instance.InstanceStatus;
import io.rollcall.mock.instance.InstanceValidator;
import io.rollcall.mock.instance.RefusedException;
import io.rollcall.mock.instance.RegistrationRequest;
import io.rollcall.mock.internal.store.InstanceStore;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Parses the JSON bodies of requests. Unknown fields are ignored; a field of a wrong type is refused. Immutable. */
final class JsonReader {
    private static final int MAX_DEPTH = 16;
    private static final int SHOWN = 200;

    private final JsonMapper mapper = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(64)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /**
     * A heartbeat's body.
     *
     * @param status null if there is none in it
     * @param generation {@link InstanceStore#ANY_GENERATION} if there is none in it
     */
    record Heartbeat(@Nullable InstanceStatus status, long generation) {
        static final Heartbeat EMPTY = new Heartbeat(null, InstanceStore.ANY_GENERATION);
    }

    RegistrationRequest registration(byte[] body) {
        String source = decoded(body);
        JsonNode json = object(source);
        RegistrationRequest.Builder builder = RegistrationRequest.of(
                        required(json, "serviceName"), required(json, "ip"), port(json))
                .instanceId(text(json, "instanceId"))
                .secure(flag(json, "secure"))
                .timestamp(number(json, "timestamp"));
        InstanceStatus status = status(text(json, "status"));
        if (status != null) {
            builder.status(status);
        }
        Long generation = number(json, "generation");
        if (generation != null) {
            builder.generation(generation);
        }
        readMetadata(json, numbers(source, json), builder);
        return builder.build();
    }

    Heartbeat heartbeat(byte[] body) {
        if (body.length == 0) {
            return Heartbeat.EMPTY;
        }
        JsonNode json = object(decoded(body));
        number(json, "timestamp");
        Long generation = number(json, "generation");
        return new Heartbeat(
                status(text(json, "status")), generation == null ? InstanceStore.ANY_GENERATION : generation);
    }

    /** The status of that name; null for null. */
    static @Nullable InstanceStatus status(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(InstanceStatus.values())
                .filter(status -> status.name().equals(name))
                .findAny()
                .orElseThrow(() -> RefusedException.invalid("status", name, "STARTING, UP, DRAINING or DOWN"));
    }

    /** Jackson's own decoder accepts overlong forms. */
    private static String decoded(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            throw malformed("is not in UTF-8");
        }
    }

    private JsonNode object(String body) {
        JsonNode json;
        try {
            json = mapper.readTree(body);
        } catch (JacksonException notJson) {
            throw malformed(shortened(notJson.getOriginalMessage()) + at(notJson));
        }
        if (!json.isObject()) {
            throw malformed(body.isEmpty() ? "is empty" : "is " + json.getNodeType());
        }
        return json;
    }

    private static ProblemException malformed(String what) {
        return new ProblemException(ProblemDetail.of(
                ProblemDetail.Kind.MALFORMED_JSON,
                "body: " + what + " (expected: one JSON object, each field once, at most " + MAX_DEPTH
                        + " levels deep)",
                "Send the JSON object that /openapi.yaml describes."));
    }

    private static String at(JacksonException failure) {
        var where = failure.getLocation();
        return where == null ? "" : " at line " + where.getLineNr() + ", column " + where.getColumnNr();
    }

    private static String shortened(@Nullable String message) {
        String line = String.valueOf(message).replaceAll("[\\p{Cntrl}\\p{Cs}]+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }

    private static String required(JsonNode json, String field) {
        String text = text(json, field);
        if (text == null) {
            throw RefusedException.invalid(field, null, "a string");
        }
        return text;
    }

    private static @Nullable String text(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw RefusedException.invalid(field, value, "a string");
        }
        return value.stringValue();
    }

    private static boolean flag(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw RefusedException.invalid(field, value, "true or false");
        }
        return value.booleanValue();
    }

    private static int port(JsonNode json) {
        JsonNode port = json.get("port");
        if (port == null || !port.isIntegralNumber() || !port.canConvertToLong()) {
            throw RefusedException.invalid("port", port, "1 to 65535");
        }
        return InstanceValidator.port(port.longValue());
    }

    private static @Nullable Long number(JsonNode json, String field) {
        JsonNode value = json.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw RefusedException.invalid(field, value, "a whole number, at least 0");
        }
        return value.longValue();
    }

    /** The numbers in the metadata as they were sent: a version 1.10 is not 1.1. */
    private Map<String, String> numbers(String source, JsonNode json) {
        if (json.path("metadata").valueStream().noneMatch(JsonNode::isNumber)) {
            return Map.of();
        }
        Map<String, String> numbers = new HashMap<>();
        try (JsonParser parser = mapper.createParser(source)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean isMetadata = parser.currentName().equals("metadata");
                if (parser.nextToken() == JsonToken.START_OBJECT && isMetadata) {
                    readNumbers(parser, numbers);
                } else {
                    parser.skipChildren();
                }
            }
        }
        return numbers;
    }

    private static void readNumbers(JsonParser parser, Map<String, String> numbers) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            if (parser.nextToken().isNumeric()) {
                numbers.put(key, parser.getString());
            }
            parser.skipChildren();
        }
    }

    private static void readMetadata(JsonNode json, Map<String, String> numbers, RegistrationRequest.Builder builder) {
        JsonNode metadata = json.get("metadata");
        if (metadata == null || metadata.isNull()) {
            return;
        }
        if (!metadata.isObject()) {
            throw RefusedException.invalid("metadata", metadata, "an object of strings, numbers and booleans");
        }
        for (Map.Entry<String, JsonNode> entry : metadata.properties()) {
            JsonNode value = entry.getValue();
            String key = InstanceValidator.metadataKey(entry.getKey());
            if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
                throw RefusedException.invalid("metadata." + key, value, "a string, a number or a boolean");
            }
            String text = value.isString() ? value.stringValue() : value.toString();
            builder.metadata(key, numbers.getOrDefault(key, text));
        }
    }
}
