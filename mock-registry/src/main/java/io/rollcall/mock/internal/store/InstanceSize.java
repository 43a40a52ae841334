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
        int json = JSON_FRAME;
        int memory = MEMORY_FRAME;
        for (String text : new String[] {instance.serviceName(), instance.instanceId(), instance.ip()}) {
            json += text.length();
            memory += STRING + text.length();
        }
        for (Map.Entry<String, String> entry : instance.metadata().entrySet()) {
            json += JSON_ENTRY + json(entry.getKey()) + json(entry.getValue());
            memory += MEMORY_ENTRY + memory(entry.getKey()) + memory(entry.getValue());
        }
        return new InstanceSize(json, memory + json);
    }

    /** In UTF-8, with the two characters escaped that have to be; there are no control characters. */
    private static int json(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                bytes += c == '"' || c == '\\' ? 2 : 1;
            } else {
                bytes += c < 0x800 ? 2 : 3;
            }
        }
        return bytes;
    }

    private static int memory(String text) {
        boolean latin = text.chars().allMatch(c -> c <= 0xFF);
        return STRING + text.length() * (latin ? 1 : 2);
    }
}
