package io.rollcall.internal.json;

import io.rollcall.registry.support.UnreadableException;
import io.rollcall.registry.support.Untrusted;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bounded JSON as trees, so that no class needs to be opened to reflection. Threadsafe. */
public final class Json {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_STRING = 64 << 10;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * Parses a single JSON object.
     *
     * @throws UnreadableException if it is something else, or exceeds the bounds
     */
    public static JsonNode object(byte[] json) throws UnreadableException {
        JsonNode read = read(json);
        if (!read.isObject()) {
            throw new UnreadableException("it is " + read.getNodeType() + " (expected: a JSON object)");
        }
        return read;
    }

    /**
     * Parses a single JSON array.
     *
     * @throws UnreadableException if it is something else, or exceeds the bounds
     */
    public static JsonNode array(byte[] json) throws UnreadableException {
        JsonNode read = read(json);
        if (!read.isArray()) {
            throw new UnreadableException("it is " + read.getNodeType() + " (expected: a JSON array)");
        }
        return read;
    }

    private static JsonNode read(byte[] json) throws UnreadableException {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            String why = Untrusted.line(String.valueOf(e.getOriginalMessage()));
            throw new UnreadableException("it is not JSON, or truncated (" + why + ")");
        }
    }

    /** Creates an empty object. */
    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** Writes {@code json} as UTF-8. */
    public static byte[] write(ObjectNode json) {
        return MAPPER.writeValueAsBytes(json);
    }
}
