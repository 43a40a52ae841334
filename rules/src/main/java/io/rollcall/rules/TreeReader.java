package io.rollcall.rules;

import io.rollcall.rules.Tree.Entry;
import io.rollcall.rules.Tree.Mapping;
import io.rollcall.rules.Tree.Place;
import io.rollcall.rules.Tree.Scalar;
import io.rollcall.rules.Tree.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Turns text into trees, one per document. Works on events, so that nothing is ever constructed from a tag, and bounds
 * what hostile text could make large: depth, and the number of values, where an alias counts as all that it represents.
 */
final class TreeReader {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_VALUES = 50_000;

    private final Problems problems;
    private final Map<Anchor, Anchored> anchors = new HashMap<>();
    private Iterator<Event> events = List.<Event>of().iterator();
    private int values;
    private Place last = new Place(1, 1);

    private TreeReader(Problems problems) {
        this.problems = problems;
    }

    /** The documents of {@code text}; none if it cannot be read, which is then a problem. */
    static List<Tree> read(String text, Problems problems) {
        TreeReader reader = new TreeReader(problems);
        try {
            return reader.documents(text);
        } catch (TooMuch e) {
            problems.add(e.place, "", e.reason);
        } catch (MarkedYamlEngineException e) {
            problems.add(place(e.getProblemMark()), "", "not YAML or JSON: " + sentence(e));
        } catch (ReaderException e) {
            problems.add(placeOf(e.getPosition(), text), "", "not YAML or JSON: a character that may not be there");
        } catch (YamlEngineException | IllegalArgumentException e) {
            // The engine lets a number format exception through where a text ends within an escape.
            problems.add(reader.last, "", "not YAML or JSON after this place: " + e.getMessage());
        }
        return List.of();
    }

    private List<Tree> documents(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setParseComments(false)
                .setCodePointLimit(RuleDocument.MAX_BYTES)
                .build();
        events = new ParserImpl(settings, new StreamReader(settings, JsonTabs.toBlanks(text)));
        List<Tree> documents = new ArrayList<>();
        while (events.hasNext()) {
            if (events.next().getEventId() == Event.ID.DocumentStart) {
                anchors.clear();
                documents.add(tree(events.next(), 0));
            }
        }
        return documents;
    }

    private Tree tree(Event event, int depth) {
        Place place = place(event.getStartMark());
        last = place;
        count(1, place);
        if (depth > MAX_DEPTH) {
            throw new TooMuch(place, "nested too deep (expected: at most " + MAX_DEPTH + " levels)");
        }
        if (event instanceof AliasEvent alias) {
            return aliased(alias, place);
        }
        int before = values;
        Tree tree = event instanceof ScalarEvent scalar
                ? scalar(scalar, place)
                : collection((CollectionStartEvent) event, place, depth);
        ((NodeEvent) event).getAnchor().ifPresent(anchor -> anchors.put(anchor, new Anchored(tree, values - before)));
        return tree;
    }

    private Tree scalar(ScalarEvent event, Place place) {
        refuseTag(event.getTag(), place);
        return new Scalar(event.getValue(), event.isPlain(), place);
    }

    private Tree collection(CollectionStartEvent event, Place place, int depth) {
        refuseTag(event.getTag(), place);
        return event.getEventId() == Event.ID.SequenceStart ? sequence(place, depth) : mapping(place, depth);
    }

    private Tree sequence(Place place, int depth) {
        List<Tree> items = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(tree(next, depth + 1));
        }
        return new Sequence(List.copyOf(items), place);
    }

    private Tree mapping(Place place, int depth) {
        List<Entry> entries = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            Tree key = tree(next, depth + 1);
            Tree value = tree(events.next(), depth + 1);
            if (key instanceof Scalar name) {
                entries.add(new Entry(name, value));
            } else {
                problems.add(key.place(), "", "a key that is a list or a mapping (expected: a text)");
            }
        }
        return new Mapping(List.copyOf(entries), place);
    }

    /** An anchor is known once its value is complete, so a value can never hold itself. */
    private Tree aliased(AliasEvent alias, Place place) {
        Anchored anchored = anchors.get(alias.getAlias());
        if (anchored == null) {
            throw new TooMuch(
                    place, "*" + alias.getAlias().getValue() + " (expected: an anchor that is complete before)");
        }
        count(anchored.values, place);
        return anchored.tree;
    }

    private void refuseTag(Optional<String> tag, Place place) {
        tag.ifPresent(name -> problems.add(place, "", "tag " + Problems.quoted(name) + " (expected: no tag)"));
    }

    private void count(int more, Place place) {
        values += more;
        if (values > MAX_VALUES) {
            throw new TooMuch(
                    place, "too many values (expected: at most " + MAX_VALUES + ", counting what aliases represent)");
        }
    }

    private static Place place(Optional<Mark> mark) {
        return mark.map(at -> new Place(at.getLine() + 1, at.getColumn() + 1)).orElse(Place.NONE);
    }

    private static Place placeOf(int position, String text) {
        String before = text.substring(
                0, text.offsetByCodePoints(0, Math.min(position, text.codePointCount(0, text.length()))));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Place(line, before.length() - before.lastIndexOf('\n'));
    }

    private static String sentence(MarkedYamlEngineException e) {
        String context = e.getContext();
        return context == null ? e.getProblem() : e.getProblem() + ", " + context;
    }

    private record Anchored(Tree tree, int values) {}

    /** Ends the reading of a text at once. */
    private static final class TooMuch extends RuntimeException {
        private final Place place;
        private final String reason;

        TooMuch(Place place, String reason) {
            super(reason, null, false, false);
            this.place = place;
            this.reason = reason;
        }
    }
}
