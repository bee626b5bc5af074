package io.kgen.protocols.app;

import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the configuration on SIGHUP. Only the launcher of the jar does this: for a process in a terminal, such as
 * {@code ./dev}, SIGHUP means that the terminal was closed.
 */
final class HangUp {

    private static final Logger LOG = LoggerFactory.getLogger(HangUp.class);

    private HangUp() {}

    static void onSignal(Application application) {
        try {
            handle("HUP", application::reloadConfig);
        } catch (ReflectiveOperationException e) {
            // With nohup the signal is ignored, and not every system has it.
            LOG.info("SIGHUP does not reload the configuration here; changes of its files still do");
        }
    }

    /** By reflection, because {@code sun.misc.Signal} is the only way, and javac warns of each use, which fails the build. */
    private static void handle(String name, Runnable action) throws ReflectiveOperationException {
        var signal = Class.forName("sun.misc.Signal");
        var handler = Class.forName("sun.misc.SignalHandler");
        var run = Proxy.newProxyInstance(
                HangUp.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    action.run();
                    return null;
                });
        var hangUp = signal.getConstructor(String.class).newInstance(name);
        signal.getMethod("handle", signal, handler).invoke(null, hangUp, run);
    }
}
