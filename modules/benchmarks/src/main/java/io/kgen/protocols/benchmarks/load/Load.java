package io.kgen.protocols.benchmarks.load;

import java.util.List;

/**
 * What the generator is to do: keep {@code connections} busy, each with one request at a time.
 *
 * @param ports where the connections go, in turn
 * @param pids of the servers, whose CPU time is read at the borders of each window
 * @param request the text of the request; {token} stands for one of the tokens, {key} for 16 fresh hexadecimal digits
 * @param tokens the file with a token a line; null if the request has none
 * @param users how many of the tokens to use
 * @param status the only one that is expected
 * @param warmupMillis not counted
 * @param windows how many stretches of time to measure, one straight after the other; 0 sends each user's request exactly once
 * @param rate requests a second in all, whose latency counts from when they were due; 0 sends as fast as answers come
 */
public record Load(
        List<Integer> ports,
        List<Long> pids,
        int connections,
        String request,
        String tokens,
        int users,
        int status,
        long warmupMillis,
        long windowMillis,
        int windows,
        double rate) {

    boolean isOnceEach() {
        return windows == 0;
    }
}
