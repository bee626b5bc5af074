package io.kgen.protocols.benchmarks;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.kgen.protocols.benchmarks.bare.BareClient;
import io.kgen.protocols.benchmarks.load.Load;
import io.kgen.protocols.benchmarks.load.Outcome;
import io.kgen.protocols.benchmarks.load.Window;
import io.kgen.protocols.sandbox.PlayerToken;
import io.kgen.protocols.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/** The environment of a run: durable PostgreSQL, Redis, the players and their tokens, and the load generator. */
final class Environment implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int OK = 200;

    private final Options options;
    private final Sandbox sandbox;
    private final String secret;
    private final Path tokens;
    private final Generator generator;
    private final Database database;

    private Environment(Options options, Sandbox sandbox) throws IOException, InterruptedException {
        this.options = options;
        this.sandbox = sandbox;
        this.secret = HexFormat.of()
                .toHexDigits(ThreadLocalRandom.current().nextLong())
                .repeat(2);
        this.tokens = writeTokens();
        migrate();
        this.database = new Database(sandbox.postgres());
        this.generator = Generator.start(options.generatorLoops());
    }

    static Environment open(Options options) throws IOException, InterruptedException {
        var directory = options.target().resolve("sandbox");
        Sandbox.wipe(directory);
        var sandbox = Sandbox.at(directory);
        Runtime.getRuntime().addShutdownHook(new Thread(sandbox::close, "sandbox-close"));
        try {
            return new Environment(options, sandbox);
        } catch (IOException | InterruptedException | RuntimeException e) {
            sandbox.close();
            throw e;
        }
    }

    private Path writeTokens() throws IOException {
        var lines = IntStream.rangeClosed(1, options.users())
                .parallel()
                .mapToObj(user -> PlayerToken.of(Database.ISSUER, Database.userId(user))
                        .validFor(Duration.ofHours(12))
                        .signedBy(secret))
                .toList();
        return Files.write(options.target().resolve("tokens.txt"), lines);
    }

    private void migrate() throws IOException, InterruptedException {
        var program = new ArrayList<>(product().program());
        program.add("migrate");
        var log = Files.createDirectories(logs()).resolve("migrate.log");
        var command = Jvm.command(product().jvm(), program);
        var migration = Jvm.start(command, product().environment(0), ProcessBuilder.Redirect.to(log.toFile()));
        if (migration.waitFor() != 0) {
            throw new BenchmarkException("the product could not migrate the database; see " + log);
        }
    }

    private Path logs() {
        return options.target().resolve("logs");
    }

    Product product() {
        return Product.of(options, sandbox, secret);
    }

    Product product(int eventLoops) {
        return Product.of(options.withEventLoops(eventLoops), sandbox, secret);
    }

    Product otherBuild() {
        return Product.other(options, sandbox, secret);
    }

    SpringPeer springPeer() {
        return new SpringPeer(options, sandbox, secret);
    }

    BareVertx bareVertx(String name) {
        return new BareVertx(name, options, sandbox.postgres());
    }

    Database database() {
        return database;
    }

    Server start(Contender contender) {
        return Server.start(contender, logs());
    }

    void forgetCache() {
        sandbox.redisServer().flush();
    }

    /** The raw reply of Redis to a command. */
    String redis(String command) {
        return sandbox.redisServer().execute(command);
    }

    Result measure(Server server, Scenario scenario) {
        return measure(Nodes.of(server), scenario);
    }

    /** Measures, and compares the acknowledged events with the rows in PostgreSQL. */
    Result measure(Nodes nodes, Scenario scenario) {
        return measure(nodes, scenario, options);
    }

    /** @param times the warm-up, and the number and length of the windows */
    Result measure(Nodes nodes, Scenario scenario, Options times) {
        System.err.printf("  %s: %s, %d connections%n", nodes.name(), scenario.name(), scenario.connections());
        var rowsBefore = scenario.rows() == 0 ? 0 : database.events();
        var outcome = run(nodes, scenario, times);
        var rowsAfter = scenario.rows() == 0 ? 0 : database.events();
        var failure = outcome.failure();
        if (failure == null && rowsAfter - rowsBefore != outcome.acknowledged() * scenario.rows()) {
            failure = "%d events acknowledged, %d in PostgreSQL"
                    .formatted(outcome.acknowledged() * scenario.rows(), rowsAfter - rowsBefore);
        }
        return new Result(
                nodes.name(),
                scenario.name(),
                scenario.connections(),
                scenario.rows(),
                median(outcome.windows()),
                failure);
    }

    Outcome run(Server server, Scenario scenario) {
        return run(Nodes.of(server), scenario);
    }

    Outcome run(Nodes nodes, Scenario scenario) {
        return run(nodes, scenario, options);
    }

    private Outcome run(Nodes nodes, Scenario scenario, Options times) {
        return generator.run(new Load(
                nodes.doors().stream().map(Server::port).toList(),
                nodes.all().stream().map(Server::pid).toList(),
                scenario.connections(),
                scenario.request(),
                tokens.toString(),
                scenario.users(),
                OK,
                times.warmupMillis(),
                times.windowMillis(),
                scenario.onceEach() ? 0 : times.windows(),
                scenario.rate()));
    }

    private static Window median(List<Window> windows) {
        var sorted = windows.stream()
                .sorted(Comparator.comparingDouble(Window::rate))
                .toList();
        return sorted.get(sorted.size() / 2);
    }

    /** The commits of the bare client, by rows of a statement. */
    List<Result> bareCommits() throws IOException {
        System.err.println("  bare client: commits");
        var program = Jvm.program(BareClient.class, options.warmupMillis(), options.windowMillis());
        var client = Jvm.start(
                Jvm.command(Contender.referenceFlags(), program),
                BareVertx.postgres(sandbox.postgres()),
                ProcessBuilder.Redirect.PIPE);
        var seen = JSON.readValue(client.getInputStream(), new TypeReference<Map<Integer, Window>>() {});
        return seen.entrySet().stream()
                .map(rows -> new Result(
                        "bare client", "insert of " + rows.getKey(), 1, rows.getKey(), rows.getValue(), null))
                .toList();
    }

    @Override
    public void close() {
        generator.close();
        database.close();
        sandbox.close();
    }
}
