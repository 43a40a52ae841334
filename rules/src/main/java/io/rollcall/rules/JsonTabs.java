package io.rollcall.rules;

/** JSON may be indented with tabs, YAML may not. */
final class JsonTabs {
    private JsonTabs() {}

    /** If {@code text} begins as JSON does: tabs outside of quotes as blanks, one for one, so that places stay. */
    static String toBlanks(String text) {
        if (!text.stripLeading().startsWith("{") || text.indexOf('\t') < 0) {
            return text;
        }
        char[] chars = text.toCharArray();
        char quote = 0;
        for (int i = 0; i < chars.length; i++) {
            if (quote == '"' && chars[i] == '\\') {
                i++;
            } else if (quote != 0) {
                quote = chars[i] == quote ? 0 : quote;
            } else if (chars[i] == '"' || chars[i] == '\'') {
                quote = chars[i];
            } else if (chars[i] == '\t') {
                chars[i] = ' ';
            }
        }
        return new String(chars);
    }
}
