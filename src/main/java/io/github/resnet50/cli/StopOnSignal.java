package io.github.resnet50.cli;

import io.github.resnet50.basics.CLibrary;
import io.github.resnet50.cli.options.ExitCode;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * Lets a signal (SIGINT, SIGTERM, SIGHUP) end a command in order and with one line: the process
 * ends with 128 + signal when the shutdown hooks have ended. Ours either ends the command at once
 * and says what it leaves, or, while it does what can be stopped, waits until it has written what
 * it has and said so itself. A second signal ends the process at once.
 *
 * <p>One a process, from its beginning; without {@link #install} no signal reaches it.
 */
final class StopOnSignal {
  /** What most commands leave that are ended at once. */
  static final String NOTHING = "nothing is written";

  private static final Duration PATIENCE = Duration.ofSeconds(9);
  private static final long TELLING_MILLIS = 1000;
  private static final Map<String, Integer> EXIT_CODES =
      Map.of("HUP", 129, "INT", 130, "TERM", 143);

  private final Consumer<String> say;
  private final Duration patience;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "stop-on-signal");
  private final List<Runnable> undoing = new CopyOnWriteArrayList<>();
  private volatile String left = NOTHING;
  private volatile Runnable stopping; // null: a signal ends the command at once
  private volatile boolean waiting;
  private volatile IntConsumer ending = exitCode -> {};
  private volatile int exitCode = ExitCode.INTERRUPTED; // of the signal that came

  StopOnSignal(Consumer<String> say) {
    this(say, PATIENCE);
  }

  /**
   * @param patience how long a command that can be stopped is waited for
   */
  StopOnSignal(Consumer<String> say, Duration patience) {
    this.say = say;
    this.patience = patience;
  }

  /** From now on signals come here. */
  void install() {
    Runtime.getRuntime().addShutdownHook(hook);
    EXIT_CODES.forEach(
        (signal, code) ->
            handle(
                signal,
                () -> { // as the runtime does, which tells nobody which signal it was
                  exitCode = code;
                  Runtime.getRuntime().exit(code);
                }));
  }

  /**
   * From now on a signal calls {@code stop}, which must return at once, and waits for the command,
   * which says what it leaves.
   */
  void calls(Runnable stop) {
    stopping = stop;
  }

  /** From now on a signal ends the command at once: it leaves what it leaves without any work. */
  void endsAtOnce() {
    stopping = null;
  }

  /**
   * The same.
   *
   * @param what an end leaves, and how to go on, to be read after "interrupted; "
   */
  void endsAtOnce(String what) {
    leaves(what);
    endsAtOnce();
  }

  /**
   * What an end leaves from now on, where the command does not come to say so itself.
   *
   * @param what as for {@link #endsAtOnce(String)}
   */
  void leaves(String what) {
    left = what;
  }

  /** Has an end at once undo something, such as a file that nobody could go on with. */
  void undoes(Runnable undo) {
    undoing.add(undo);
  }

  /**
   * Has an end that the command does not come to tell itself tell its exit code, which is 128 +
   * signal.
   */
  void tells(IntConsumer end) {
    ending = end;
  }

  /**
   * What the process will end with.
   *
   * @param code of the command
   */
  int exitCode(int code) {
    return waiting ? exitCode : code;
  }

  /** What a signal does. */
  void stop() {
    Runnable stop = stopping;
    if (stop == null) {
      undoing.forEach(Runnable::run);
      say.accept("interrupted; " + left);
      tell(exitCode);
    } else {
      waiting = true;
      EXIT_CODES.forEach(this::haltOn);
      stop.run();
      awaitEnd();
    }
    CLibrary.endBeforeLibrariesDo();
  }

  private void awaitEnd() {
    try {
      if (!ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        String known = left;
        say.accept(
            "interrupted; what was in hand is not written"
                + (known.equals(NOTHING) ? "" : "; " + known));
        tell(exitCode);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Beside, since who sends a second signal waits for nothing. */
  private void tell(int code) {
    Thread teller = new Thread(() -> ending.accept(code), "tell-end");
    teller.setDaemon(true);
    teller.start();
    try {
      teller.join(TELLING_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The runtime itself makes a second signal wait for the first. */
  private void haltOn(String signal, int code) {
    handle(
        signal,
        () -> {
          tell(code);
          CLibrary.endBeforeLibrariesDo();
          Runtime.getRuntime().halt(code);
        });
  }

  /**
   * There is no other way in Java than this class, which not every runtime has; hence by name.
   * Signals that the process was started to ignore, as by nohup, stay ignored.
   */
  private static void handle(String signal, Runnable action) {
    try {
      Class<?> signals = Class.forName("sun.misc.Signal");
      Class<?> handlers = Class.forName("sun.misc.SignalHandler");
      Object handler =
          Proxy.newProxyInstance(
              handlers.getClassLoader(),
              new Class<?>[] {handlers},
              (proxy, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signals
          .getMethod("handle", signals, handlers)
          .invoke(null, signals.getConstructor(String.class).newInstance(signal), handler);
    } catch (ReflectiveOperationException e) {
      // Without it the runtime's own way stays; a second signal waits for nine seconds at most.
    }
  }

  /** The command has ended and said how: the process may exit. */
  void release(int exitCode) {
    if (waiting && exitCode == ExitCode.OK) { // the process will not end with it
      say.accept("interrupted when all was done");
    }
    ended.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // Already shutting down: the shutdown hook was waiting for this call.
    }
  }
}
