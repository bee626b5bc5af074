package io.kgen.protocols.benchmarks.load;

import java.util.List;

/**
 * An order for the generator: keep {@code connections} busy, each with one request at a time.
 *
 * @param ports the ports to connect to, in turn
 * @param pids of the servers whose CPU time is measured in each window
 * @param request the text of the request; {token} stands for one of the tokens, {key} for 16 new hexadecimal digits
 * @param tokens the file with one token on each line; null if the request has none
 * @param users the number of tokens to use
 * @param status the expected status
 * @param warmupMillis not counted
 * @param windows the number of consecutive periods to measure; 0 sends the request of each user exactly once
 * @param rate total requests a second, with latency from the due time; 0 sends as fast as responses arrive
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
