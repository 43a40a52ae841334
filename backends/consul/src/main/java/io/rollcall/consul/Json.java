package io.rollcall.consul;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees, within bounds. */
final class Json {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER = 32;
    private static final int MAX_NAME = 4 << 10;
    /** A check's output is the longest text that agents pass on; they cut it at 4 KB by default. */
    private static final int MAX_STRING = 256 << 10;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER)
                            .maxStringLength(MAX_STRING)
                            .maxNameLength(MAX_NAME)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    static JsonNode array(byte[] json) throws UnreadableAnswerException {
        JsonNode read = read(json);
        if (!read.isArray()) {
            throw new UnreadableAnswerException("the answer is " + read.getNodeType() + " (expected: a JSON array)");
        }
        return read;
    }

    static JsonNode object(byte[] json) throws UnreadableAnswerException {
        JsonNode read = read(json);
        if (!read.isObject()) {
            throw new UnreadableAnswerException("the answer is " + read.getNodeType() + " (expected: a JSON object)");
        }
        return read;
    }

    private static JsonNode read(byte[] json) throws UnreadableAnswerException {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new UnreadableAnswerException(
                    "the answer is no JSON, or cut off (" + Shown.text(String.valueOf(e.getOriginalMessage())) + ")");
        }
    }

    static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    static byte[] write(ObjectNode json) {
        return MAPPER.writeValueAsBytes(json);
    }
}
