package io.kgen.protocols.contracts;

import io.kgen.protocols.bus.Operation;
import io.kgen.protocols.bus.Topic;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** All operations and topics: the constants of these types in the classes of this module. */
final class Published {

    private static final Path CLASSES = classes();

    private Published() {}

    static List<Operation<?, ?>> operations() {
        return constants(Operation.class)
                .<Operation<?, ?>>map(operation -> operation)
                .toList();
    }

    /** Parses a JSON body to a record as its receiver does. */
    @SuppressWarnings("unchecked") // the operation or topic of the type
    static <T extends Record> T parse(Object body, Class<T> type) {
        return (T) operations().stream()
                .filter(operation -> operation.request() == type)
                .findFirst()
                .<Record>map(operation -> operation.parseRequest(body))
                .or(() -> operations().stream()
                        .filter(operation -> operation.reply() == type)
                        .findFirst()
                        .<Record>map(operation -> operation.parseReply(body)))
                .orElseGet(() -> topics().stream()
                        .filter(topic -> topic.type() == type)
                        .findFirst()
                        .orElseThrow()
                        .parse(body));
    }

    /** Serializes a record to JSON as its sender does. */
    static JsonObject toJson(Record message) {
        // Every operation writes every record in the same way.
        return Topic.of("test", Record.class).toJson(message);
    }

    static List<Topic<?>> topics() {
        return constants(Topic.class).<Topic<?>>map(topic -> topic).toList();
    }

    private static <T> Stream<T> constants(Class<T> type) {
        return types().flatMap(declaring -> Arrays.stream(declaring.getDeclaredFields()))
                .filter(field -> field.getType() == type && Modifier.isPublic(field.getModifiers()))
                .map(field -> {
                    try {
                        return type.cast(field.get(null));
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private static Stream<Class<?>> types() {
        try (var files = Files.walk(CLASSES)) {
            return files
                    .map(file -> CLASSES.relativize(file).toString())
                    .filter(file -> file.endsWith(".class") && !file.contains("-info"))
                    .map(file ->
                            file.substring(0, file.length() - ".class".length()).replace('/', '.'))
                    .toList()
                    .stream()
                    .map(Published::load);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Published.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static Path classes() {
        try {
            return Path.of(PlayerId.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
