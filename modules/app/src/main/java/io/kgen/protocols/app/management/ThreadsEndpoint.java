package io.kgen.protocols.app.management;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;

/** A dump of all threads, as {@code jstack -l} prints it, with locks, deadlocks and the CPU time of each thread. */
public final class ThreadsEndpoint implements Endpoint {

    private static final String DIAGNOSTIC_COMMANDS = "com.sun.management:type=DiagnosticCommand";
    private static final String THREAD_PRINT = "threadPrint";

    private final Vertx vertx;

    public ThreadsEndpoint(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public Future<Reply> handle(Request request) {
        return vertx.executeBlocking(ThreadsEndpoint::dump, false)
                .map(dump -> Reply.text("text/plain; charset=utf-8", dump));
    }

    private static String dump() throws JMException {
        Object[] options = {new String[] {"-l"}};
        String[] signature = {String[].class.getName()};
        return (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(new ObjectName(DIAGNOSTIC_COMMANDS), THREAD_PRINT, options, signature);
    }
}
