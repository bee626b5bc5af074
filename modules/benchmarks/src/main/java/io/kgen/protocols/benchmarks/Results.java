package io.kgen.protocols.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** Everything that a run has found, in the order in which it was found. */
final class Results {

    /** A server's own figures, at the end of its scenarios; {@code peakMegabytes} is empty where the system does not tell. */
    record ServerFigures(String name, String jvm, long readyMillis, OptionalLong peakMegabytes) {}

    private final List<Result> results = new ArrayList<>();
    private final List<ServerFigures> servers = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Result add(Result result) {
        results.add(result);
        return result;
    }

    void add(Server server) {
        var contender = server.contender();
        var peak = server.peakMegabytes().map(OptionalLong::of).orElse(OptionalLong.empty());
        servers.add(new ServerFigures(contender.name(), String.join(" ", contender.jvm()), server.readyMillis(), peak));
    }

    void note(String note) {
        notes.add(note);
    }

    List<Result> results() {
        return results;
    }

    List<ServerFigures> servers() {
        return servers;
    }

    List<String> notes() {
        return notes;
    }

    boolean areSound() {
        return results.stream().allMatch(Result::isSound);
    }

    /** Empty if it was not measured, or not soundly. */
    OptionalDouble of(String contender, String scenario, int connections, ToDoubleFunction<Result> figure) {
        return results.stream()
                .filter(Result::isSound)
                .filter(result -> result.contender().equals(contender)
                        && result.scenario().equals(scenario)
                        && result.connections() == connections)
                .mapToDouble(figure)
                .findFirst();
    }
}
