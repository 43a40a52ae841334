package io.rollcall.rules;

import io.rollcall.loadbalancer.policy.ServicePolicy;
import io.rollcall.rules.Tree.Place;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Policies of services as a document: Rollcall's own format or Istio's {@code VirtualService} and
 * {@code DestinationRule}, in YAML or JSON, one or several documents to a file. Use it where policies change without a
 * new build, or are shared by services.
 *
 * <pre>{@code
 * RuleDocument rules = RuleDocument.load(Path.of("rules.yaml"), CallerIdentity.in("eu-1a").named(instanceId));
 * Map<String, ServicePolicy> policies = rules.policies();
 * }</pre>
 *
 * <p>A document is accepted as a whole or refused as a whole, with all of its problems. It may come from an untrusted
 * source: at most 1 MiB, bounded in depth and number of values, and no type is ever created from a tag. Immutable and
 * threadsafe.
 *
 * @since 0.1
 */
public final class RuleDocument {
    static final int MAX_BYTES = 1 << 20;

    private final String source;
    private final Map<String, ServicePolicy> policies;

    private RuleDocument(String source, Map<String, ServicePolicy> policies) {
        this.source = source;
        this.policies = Collections.unmodifiableMap(new TreeMap<>(policies));
    }

    /**
     * Reads {@code file}, for a caller whose zone and id are not known.
     *
     * @throws RuleException if it cannot be read, or has anything that is wrong or not supported
     */
    public static RuleDocument load(Path file) {
        return load(file, CallerIdentity.unknown());
    }

    /**
     * Reads {@code file} for {@code caller}.
     *
     * @throws RuleException if it cannot be read, or has anything that is wrong or not supported
     */
    public static RuleDocument load(Path file, CallerIdentity caller) {
        return parse(bytes(file), file.toString(), caller);
    }

    /**
     * Reads {@code text}, for a caller whose zone and id are not known.
     *
     * @param sourceName the name of the document in problems
     * @throws RuleException if it has anything that is wrong or not supported
     */
    public static RuleDocument parse(String text, String sourceName) {
        return parse(text, sourceName, CallerIdentity.unknown());
    }

    /**
     * Reads {@code text} for {@code caller}.
     *
     * @param sourceName the name of the document in problems
     * @throws RuleException if it has anything that is wrong or not supported
     */
    public static RuleDocument parse(String text, String sourceName, CallerIdentity caller) {
        Problems problems = new Problems(sourceName);
        if (text.length() > MAX_BYTES) {
            problems.add(Place.NONE, "", "more than 1 MiB (expected: at most 1 MiB; split the document)");
            problems.refuseAny();
        }
        Map<String, ServicePolicy> policies = Documents.read(TreeReader.read(text, problems), caller, problems);
        problems.refuseAny();
        return new RuleDocument(sourceName, policies);
    }

    /** The JSON Schema (draft 2020-12) of Rollcall's own format, for editors and other tools. */
    public static String schema() {
        try (InputStream in = RuleDocument.class.getResourceAsStream("rules.schema.json")) {
            if (in == null) {
                throw new IllegalStateException("rules.schema.json: missing (expected: next to RuleDocument.class)");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("rules.schema.json: cannot be read", e);
        }
    }

    /** The name of the document in problems. */
    public String source() {
        return source;
    }

    /** The policy of each service that the document names, by the service's name. Unmodifiable. */
    public Map<String, ServicePolicy> policies() {
        return policies;
    }

    /** The policies as text for people: each service with its strategy and its routes, in lines. */
    public String describe() {
        return Description.of(policies);
    }

    @Override
    public String toString() {
        return source + " " + policies.keySet();
    }

    static RuleDocument parse(byte[] bytes, String sourceName, CallerIdentity caller) {
        if (bytes.length > MAX_BYTES) {
            throw refusal(sourceName, "more than 1 MiB (expected: at most 1 MiB; split the file)", null);
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return parse(text, sourceName, caller);
        } catch (CharacterCodingException e) {
            throw refusal(sourceName, "not UTF-8 (expected: YAML or JSON in UTF-8)", e);
        }
    }

    /** The content, up to one byte more than is allowed. */
    static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(MAX_BYTES + 1);
        } catch (IOException e) {
            throw refusal(file.toString(), "cannot be read: " + e + " (expected: a file that can be read)", e);
        }
    }

    private static RuleException refusal(String source, String message, @Nullable Throwable cause) {
        return new RuleException(new RuleProblem(source, 0, 0, "", message), cause);
    }
}
