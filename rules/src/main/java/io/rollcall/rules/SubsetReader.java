package io.rollcall.rules;

import io.rollcall.loadbalancer.route.Subset;
import io.rollcall.model.Metadata;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads some of a service's instances: {@code any}, or a mapping of metadata, which must all hold. A version is a
 * SemVer range unless stated otherwise.
 */
final class SubsetReader {
    private static final int MAX_ENTRIES = 50;

    private @Nullable Subset so;

    private SubsetReader() {}

    static void read(Value value, Consumer<Subset> taker) {
        if (value.isText("any")) {
            taker.accept(Subset.all());
            return;
        }
        if (!value.isMapping() || value.isEmptyMapping()) {
            value.expected("a mapping of metadata such as {version: 2.x}, or any");
            return;
        }
        SubsetReader reader = new SubsetReader();
        value.entries(MAX_ENTRIES, reader::entry);
        if (reader.so != null) {
            taker.accept(reader.so);
        }
    }

    private void entry(String key, Value test) {
        Subset.Entry entry = Subset.metadata(key);
        if (test.isMapping()) {
            tests(entry, test);
        } else if (key.equals(Metadata.VERSION)) {
            test.text(
                    "a SemVer range such as 2.x, or {is: …} for a version that is none",
                    range -> and(Subset.version(range)));
        } else if (test.isList()) {
            and(entry.in(MatchReader.texts(test)));
        } else {
            test.text("a text, a list of texts, or a mapping of is, in or present", text -> and(entry.is(text)));
        }
    }

    private void tests(Subset.Entry entry, Value test) {
        if (test.isEmptyMapping()) {
            test.expected("one of is, in, present");
        }
        test.fields(fields -> fields.read("is", v -> v.text(text -> and(entry.is(text))))
                .read("in", v -> and(entry.in(MatchReader.texts(v))))
                .read("present", v -> MatchReader.onlyTrue(v, () -> and(entry.present()))));
    }

    private void and(Subset more) {
        so = so == null ? more : so.and(more);
    }
}
