package io.rollcall.registry.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees, so that no class needs to be opened to reflection, and within bounds. */
public final class Json {
    private static final int MAX_DEPTH = 16;
    private static final int MAX_NUMBER = 32;
    private static final int MAX_SHOWN = 200;
    private static final int MAX_STRING = 64 << 10;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER)
                            .maxStringLength(MAX_STRING)
                            .maxNameLength(MAX_STRING)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /**
     * The one JSON object in {@code json}.
     *
     * @throws UnreadableException if there is something else, or it is beyond the bounds
     */
    public static JsonNode object(byte[] json) throws UnreadableException {
        JsonNode read;
        try {
            read = MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new UnreadableException("it is no JSON, or cut off (" + whyOf(e) + ")");
        }
        if (!read.isObject()) {
            throw new UnreadableException("it is " + read.getNodeType() + " (expected: a JSON object)");
        }
        return read;
    }

    private static String whyOf(JacksonException e) {
        String why = String.valueOf(e.getOriginalMessage()).replaceAll("\\p{Cntrl}+", " ");
        return why.length() <= MAX_SHOWN ? why : why.substring(0, MAX_SHOWN) + "…";
    }

    /** An empty object. */
    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /** The object as UTF-8. */
    public static byte[] write(ObjectNode json) {
        return MAPPER.writeValueAsBytes(json);
    }
}
