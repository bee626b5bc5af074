package io.kgen.protocols.app.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The meters of a node at a time, parsed from the text format of Prometheus. */
public record Scrape(String text, Map<String, Metric> metrics) {

    private static final Pattern LINE =
            Pattern.compile("(?m)^(?:# (HELP|TYPE) (\\S+) ?(.*)|([^#{\\s]+)(?:\\{(.*)})? (\\S+))$");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern PART = Pattern.compile("_(bucket|count|sum)$");

    /** One metric with its samples. The samples of a histogram are those of its buckets, sum and count. */
    public record Metric(String name, String type, String help, List<Sample> samples) {

        /** Matches samples without {@code le}, the bucket of a histogram. */
        public List<Map<String, String>> labels() {
            return samples.stream()
                    .map(sample -> without(sample.labels(), "le"))
                    .distinct()
                    .toList();
        }

        private static Map<String, String> without(Map<String, String> labels, String name) {
            var others = new TreeMap<>(labels);
            others.remove(name);
            return others;
        }
    }

    public record Sample(String series, Map<String, String> labels, double value) {}

    static Scrape of(int managementPort) {
        var uri = URI.create("http://127.0.0.1:" + managementPort + "/metrics");
        try {
            return parse(HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Scrape parse(String text) {
        var types = new LinkedHashMap<String, String>();
        var helps = new LinkedHashMap<String, String>();
        var samples = new ArrayList<Sample>();
        LINE.matcher(text).results().forEach(line -> {
            if (line.group(1) == null) {
                samples.add(sample(line));
            } else {
                (line.group(1).equals("TYPE") ? types : helps).put(line.group(2), line.group(3));
            }
        });
        var byMetric = samples.stream()
                .collect(Collectors.groupingBy(
                        sample -> metricOf(sample.series(), types), LinkedHashMap::new, Collectors.toList()));
        var metrics = new TreeMap<String, Metric>();
        byMetric.forEach((name, its) -> metrics.put(
                name,
                new Metric(name, types.get(name), helps.getOrDefault(name, "").strip(), its)));
        return new Scrape(text, metrics);
    }

    /** The value of the only sample of the series with these labels; the labels alternate between name and value. */
    public double value(String series, String... labels) {
        return metrics.values().stream()
                .flatMap(metric -> metric.samples().stream())
                .filter(sample -> sample.series().equals(series) && hasLabels(sample, labels))
                .mapToDouble(Sample::value)
                .reduce((one, other) -> {
                    throw new IllegalArgumentException("several samples of " + series);
                })
                .orElseThrow(() -> new IllegalArgumentException("no sample of " + series));
    }

    /** The sum of all samples of the series with these labels. */
    public double sum(String series, String... labels) {
        return metrics.values().stream()
                .flatMap(metric -> metric.samples().stream())
                .filter(sample -> sample.series().equals(series) && hasLabels(sample, labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    /** All series, without their values. */
    public List<String> series() {
        return metrics.values().stream()
                .flatMap(metric -> metric.samples().stream())
                .map(sample -> sample.series() + sample.labels())
                .sorted()
                .toList();
    }

    private static boolean hasLabels(Sample sample, String... labels) {
        for (var i = 0; i < labels.length; i += 2) {
            if (!labels[i + 1].equals(sample.labels().get(labels[i]))) {
                return false;
            }
        }
        return true;
    }

    private static Sample sample(MatchResult line) {
        var labels = new TreeMap<String, String>();
        if (line.group(5) != null) {
            LABEL.matcher(line.group(5)).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return new Sample(
                line.group(4), labels, Double.parseDouble(line.group(6).replace("Inf", "Infinity")));
    }

    private static String metricOf(String series, Map<String, String> types) {
        var part = PART.matcher(series).replaceFirst("");
        var type = types.get(part);
        return "histogram".equals(type) || "summary".equals(type) ? part : series;
    }
}
