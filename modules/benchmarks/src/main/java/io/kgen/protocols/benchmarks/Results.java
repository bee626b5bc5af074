package io.kgen.protocols.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;

/** All results of a run, in order. */
final class Results {

    /** The figures of a server after its scenarios; {@code peakMegabytes} is empty if the system does not report it. */
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

    boolean areValid() {
        return results.stream().allMatch(Result::isValid);
    }

    /** Empty if it was not measured or is invalid. */
    OptionalDouble of(String contender, String scenario, int connections, ToDoubleFunction<Result> figure) {
        return results.stream()
                .filter(Result::isValid)
                .filter(result -> result.contender().equals(contender)
                        && result.scenario().equals(scenario)
                        && result.connections() == connections)
                .mapToDouble(figure)
                .findFirst();
    }
}
