package io.kgen.protocols.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Checks that docs/dependencies.md and the poms list the same dependencies with the same versions. */
class DependenciesTest {

    private static final Path ROOT = Path.of("..", "..");
    private static final String OWN_GROUP = "io.kgen.protocols";
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([\\w.-]+:[\\w.-]+) \\| (\\S+) \\|");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{(.+?)}");

    @Test
    void thePageListsTheDependenciesOfThePoms() throws Exception {
        var page = new TreeSet<String>();
        ROW.matcher(Files.readString(ROOT.resolve("docs/dependencies.md")))
                .results()
                .forEach(row -> page.add(row.group(1) + " " + row.group(2)));
        assertThat(page).as("docs/dependencies.md").isEqualTo(dependenciesOfThePoms());
    }

    private static Set<String> dependenciesOfThePoms() throws Exception {
        var versions = new TreeSet<String>();
        var shared = properties(parse(ROOT.resolve("pom.xml")));
        for (var file : poms()) {
            var pom = parse(file);
            var properties = new HashMap<>(shared);
            properties.putAll(properties(pom));
            Stream.of("dependency", "plugin", "path", "artifactItem", "parent")
                    .flatMap(tag -> elements(pom, tag))
                    .filter(element -> !text(element, "version", "").isEmpty())
                    .map(element -> coordinates(element) + " " + resolve(text(element, "version", ""), properties))
                    .filter(named -> !named.startsWith(OWN_GROUP))
                    .forEach(versions::add);
        }
        versions.add("com.palantir.javaformat:palantir-java-format " + shared.get("palantir-java-format.version"));
        return versions;
    }

    private static List<Path> poms() throws IOException {
        try (var files = Files.walk(ROOT)) {
            return files.filter(file -> file.endsWith("pom.xml"))
                    .filter(file -> !file.toString().contains("target"))
                    .toList();
        }
    }

    private static Element parse(Path pom) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(pom.toFile())
                .getDocumentElement();
    }

    private static Map<String, String> properties(Element pom) {
        var properties = new HashMap<String, String>();
        elements(pom, "properties")
                .flatMap(DependenciesTest::children)
                .forEach(property -> properties.put(property.getTagName(), property.getTextContent()));
        return properties;
    }

    private static String coordinates(Element element) {
        return text(element, "groupId", "org.apache.maven.plugins") + ":" + text(element, "artifactId", "");
    }

    private static String resolve(String version, Map<String, String> properties) {
        return PROPERTY.matcher(version).replaceAll(property -> properties.getOrDefault(property.group(1), "?"));
    }

    private static String text(Element element, String child, String otherwise) {
        return children(element)
                .filter(found -> found.getTagName().equals(child))
                .map(Node::getTextContent)
                .findFirst()
                .orElse(otherwise);
    }

    private static Stream<Element> elements(Element element, String tag) {
        var found = element.getElementsByTagName(tag);
        return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i));
    }

    private static Stream<Element> children(Element element) {
        var children = element.getChildNodes();
        return IntStream.range(0, children.getLength())
                .mapToObj(children::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }
}
