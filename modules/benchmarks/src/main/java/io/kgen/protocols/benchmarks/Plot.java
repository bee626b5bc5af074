package io.kgen.protocols.benchmarks;

import io.kgen.protocols.benchmarks.load.Window;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Throughput and p99 by the number of connections, as SVG. */
final class Plot {

    private static final int WIDTH = 440;
    private static final int HEIGHT = 260;
    private static final int LEFT = 70;
    private static final int TOP = 40;
    private static final double HEADROOM = 1.1;
    private static final Map<String, String> COLOURS =
            Map.of(Product.NAME, "#0b7285", BareVertx.DB, "#868e96", SpringPeer.NAME, "#e8590c");

    private final Map<String, List<Result>> series;

    Plot(Results results) {
        series = results.results().stream()
                .filter(Result::isValid)
                .filter(result ->
                        result.scenario().equals("drop") || result.scenario().equals("db"))
                .sorted(Comparator.comparingInt(Result::connections))
                .collect(Collectors.groupingBy(Result::contender, TreeMap::new, Collectors.toList()));
    }

    String svg() {
        var panels = panel(0, "drops per second (C2: reads)", Window::rate) + panel(1, "p99, ms", Window::p99);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                %s</svg>
                """.formatted(2 * (WIDTH + LEFT) + LEFT, HEIGHT + 3 * TOP, panels);
    }

    private String panel(int index, String title, ToDoubleFunction<Window> figure) {
        var most = HEADROOM
                * series.values().stream()
                        .flatMap(List::stream)
                        .mapToDouble(result -> figure.applyAsDouble(result.median()))
                        .max()
                        .orElse(1);
        var svg =
                new StringBuilder("<g transform=\"translate(%d %d)\">\n".formatted(LEFT + index * (WIDTH + LEFT), TOP));
        svg.append(text(0, -12, "start", title));
        svg.append("<path d=\"M0 0V%d H%d\" fill=\"none\" stroke=\"black\"/>\n".formatted(HEIGHT, WIDTH));
        for (var quarter = 0; quarter <= 4; quarter++) {
            var value = most * quarter / 4;
            svg.append(
                    text(-6, y(value, most) + 4, "end", value >= 100 ? format("%,.0f", value) : format("%.1f", value)));
        }
        for (var connections : Comparison.CONNECTIONS) {
            svg.append(text(x(connections), HEIGHT + 18, "middle", Integer.toString(connections)));
        }
        svg.append(text(WIDTH / 2.0, HEIGHT + 38, "middle", "connections"));
        series.forEach((name, results) -> svg.append(line(name, results, figure, most)));
        return svg.append("</g>\n").toString();
    }

    private static String line(String name, List<Result> results, ToDoubleFunction<Window> figure, double most) {
        var colour = COLOURS.getOrDefault(name, "black");
        var svg = new StringBuilder();
        var points = new StringBuilder();
        for (var result : results) {
            var x = x(result.connections());
            var y = y(figure.applyAsDouble(result.median()), most);
            points.append(format("%.1f,%.1f ", x, y));
            svg.append(format("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", x, y, colour));
        }
        svg.append(format("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\"/>\n", points, colour));
        var last = results.get(results.size() - 1);
        var labelY = y(figure.applyAsDouble(last.median()), most) - 8;
        return svg.append(text(x(last.connections()), labelY, "end", name)).toString();
    }

    /** A logarithmic scale: 1 at the axis, 1,000 at the right end. */
    private static double x(int connections) {
        return 20 + (WIDTH - 40) * Math.log10(connections) / 3;
    }

    private static double y(double value, double most) {
        return HEIGHT * (1 - value / most);
    }

    private static String text(double x, double y, String anchor, String text) {
        return format("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, text);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
