package io.rollcall.mock.internal.http;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Holds requests and responses against openapi.yaml. */
final class Contract {
    private static final String ID = "https://rollcall.test/openapi";
    private static final JsonMapper JSON = new JsonMapper();

    private static final Set<Integer> ANYWHERE = Set.of(404, 405, 408, 421, 429);

    private final JsonNode document = read();
    private final SchemaRegistry schemas = SchemaRegistry.withDialect(
            Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(ID, document.toString())));

    JsonNode document() {
        return document;
    }

    /** What is wrong with the request body, by the contract; empty if nothing is. */
    List<String> requestFaults(String method, String path, String body) {
        String content = operation(method, path) + "/requestBody/content/application~1json/schema";
        if (body.isEmpty() || document.at(content).isMissingNode()) {
            return List.of();
        }
        return faults(content, body);
    }

    /** What is wrong with the response, by the contract; empty if nothing is. */
    List<String> responseFaults(String method, String path, int status, String type, String body) {
        String response = resolved(operation(method, path) + "/responses/" + status);
        if (document.at(response).isMissingNode()) {
            // What can happen to every request.
            response = ANYWHERE.contains(status) ? "/components/responses/Problem" : response;
        }
        if (document.at(response).isMissingNode()) {
            return List.of(method + " " + path + " answered " + status + ", which the contract does not know");
        }
        if (!document.at(response).has("content")) {
            return body.isEmpty() ? List.of() : List.of("the contract knows no body for " + status);
        }
        String media = type.replaceFirst(";.*", "").replace("/", "~1");
        String schema = response + "/content/" + media + "/schema";
        if (document.at(schema).isMissingNode()) {
            return List.of("the contract knows no " + type + " for " + method + " " + path + " " + status);
        }
        return media.endsWith("json") && !method.equals("HEAD") ? faults(schema, body) : List.of();
    }

    /** What is wrong with a JSON text by one of the contract's named schemas. */
    List<String> faultsBySchema(String name, String json) {
        return faults("/components/schemas/" + name, json);
    }

    private List<String> faults(String pointer, String json) {
        Schema schema = schemas.getSchema(SchemaLocation.of(ID + "#" + pointer));
        return schema.validate(JSON.readTree(json)).stream()
                .map(error -> pointer + ": " + error)
                .toList();
    }

    private String operation(String method, String path) {
        String plain = path.replaceFirst("\\?.*", "");
        String known = method.equals("HEAD") ? "get" : method.toLowerCase(java.util.Locale.ROOT);
        return template(plain).replaceAll("^(.*)$", "/paths/$1/" + known);
    }

    private String template(String path) {
        for (String template : document.get("paths").propertyNames()) {
            if (template.equals(path)) {
                return escaped(template);
            }
        }
        for (String template : document.get("paths").propertyNames()) {
            if (path.matches(template.replaceAll("\\{[^}]+}", "[^/]+"))) {
                return escaped(template);
            }
        }
        return "unknown";
    }

    private static String escaped(String template) {
        return template.replace("/", "~1");
    }

    private String resolved(String pointer) {
        @Nullable JsonNode reference = document.at(pointer).get("$ref");
        return reference == null ? pointer : reference.stringValue().substring(1);
    }

    private static JsonNode read() {
        try (InputStream in =
                Objects.requireNonNull(Contract.class.getResourceAsStream("/io/rollcall/mock/openapi.yaml"))) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
