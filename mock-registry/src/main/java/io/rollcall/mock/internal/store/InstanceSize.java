package io.rollcall.mock.internal.store;

import io.rollcall.mock.instance.RegisteredInstance;
import java.util.Map;

/**
 * What an instance takes, in bytes. Both are estimates that are rather too high.
 *
 * @param json in a list as JSON
 * @param memory on the heap, with its lease and its part of the rendered list
 */
record InstanceSize(int json, int memory) {
    private static final int JSON_FRAME = 260;
    private static final int JSON_ENTRY = 6;
    private static final int MEMORY_FRAME = 320;
    private static final int MEMORY_ENTRY = 32;
    private static final int STRING = 48;

    static InstanceSize of(RegisteredInstance instance) {
        int names = instance.serviceName().length()
                + instance.instanceId().length()
                + instance.ip().length();
        int json = JSON_FRAME + names;
        int memory = MEMORY_FRAME + 3 * STRING + names;
        for (Map.Entry<String, String> entry : instance.metadata().entrySet()) {
            String key = entry.getKey();
            String value = entry.getValue();
            int content = json(key) + json(value);
            json += JSON_ENTRY + content;
            memory += MEMORY_ENTRY + memory(key, value, content);
        }
        return new InstanceSize(json, memory + json);
    }

    /** In UTF-8, with the two characters escaped that have to be; there are no control characters. */
    private static int json(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c < 0x800 ? 1 : 2;
            } else if (c == '"' || c == '\\') {
                bytes++;
            }
        }
        return bytes;
    }

    /** One byte a character if all are ASCII, else two at most. */
    private static int memory(String key, String value, int json) {
        int characters = key.length() + value.length();
        return 2 * STRING + (json == characters ? characters : 2 * characters);
    }
}
