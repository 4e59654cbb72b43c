package io.github.resnet50.run;

import java.util.ArrayList;
import java.util.List;

/**
 * The one way to ask a run, or several that share the signal, to end soon: batches in the engine
 * are finished and written, nothing follows. Given once, from any thread, and never taken back.
 */
public final class StopSignal {
  private final List<Runnable> hooks = new ArrayList<>();
  private volatile boolean given;
  private volatile boolean enough;

  /** Gives the signal. */
  public void give() {
    List<Runnable> now;
    synchronized (this) {
      given = true;
      now = List.copyOf(hooks);
    }
    now.forEach(Runnable::run);
  }

  /** Whether it was given. */
  public boolean isGiven() {
    return given;
  }

  /**
   * Asks for less: all batches that are begun are finished and written, no further one is begun.
   */
  public void enough() {
    enough = true;
  }

  /** Whether no further batch is to be begun. */
  boolean isEnough() {
    return enough;
  }

  /**
   * Runs the hook when the signal is given, in the thread that gives it; at once if it was given
   * before.
   */
  void onGiven(Runnable hook) {
    synchronized (this) {
      hooks.add(hook);
    }
    if (given) {
      hook.run();
    }
  }

  /** Forgets a hook of a run that has ended. */
  synchronized void forget(Runnable hook) {
    hooks.remove(hook);
  }
}
