package io.rollcall.rules;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;

/** The JSON Schema at work, through another reader of YAML than ours. */
final class Schema {
    private static final com.networknt.schema.Schema RULES = SchemaRegistry.withDefaultDialect(
                    SpecificationVersion.DRAFT_2020_12)
            .getSchema(RuleDocument.schema(), InputFormat.JSON);

    private Schema() {}

    static List<String> errors(String text) {
        return RULES.validate(text, InputFormat.YAML).stream()
                .map(Object::toString)
                .toList();
    }
}
