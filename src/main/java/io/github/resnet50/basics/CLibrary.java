package io.github.resnet50.basics;

import com.sun.jna.Function;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.util.logging.Logger;

/**
 * What Java cannot do to its own process and the C library can. It is called through JNA, whose own
 * library has to be unpacked somewhere: where that fails, or C is another, nothing is done. Nor is
 * it before {@code jna.tmpdir} says where, which is set before an engine starts: until then there
 * is nothing to be done for one.
 */
public final class CLibrary {
  private CLibrary() {}

  /** Sets an environment variable for the native libraries that are loaded from now on. */
  public static void setVariable(String name, String value) {
    if (!Platform.isWindows()) {
      attempt(() -> function("setenv").invokeInt(new Object[] {name, value, 1}));
    }
  }

  /**
   * Has the process end, once the Java runtime has ended, before the engines' libraries take down
   * what their threads still compute with: that would be a crash. What C calls as a process ends it
   * calls in reverse order, and {@code on_exit} of glibc hands over the exit code, which {@code
   * _exit} takes.
   */
  public static void endBeforeLibrariesDo() {
    if (Platform.isLinux()) {
      attempt(() -> function("on_exit").invokeInt(new Object[] {function("_exit"), null}));
    }
  }

  /**
   * Gives freed memory back to the system. The C library of Linux keeps it to allocate again, which
   * after a model was closed are hundreds of megabytes in pieces that the next may not fit into.
   */
  public static void releaseFreedMemory() {
    if (Platform.isLinux()) {
      attempt(() -> function("malloc_trim").invokeInt(new Object[] {new NativeLong(0)}));
    }
  }

  private static Function function(String name) {
    return Function.getFunction(Platform.C_LIBRARY_NAME, name);
  }

  private static void attempt(Runnable call) {
    if (System.getProperty("jna.tmpdir") == null) {
      return;
    }
    try {
      call.run();
    } catch (LinkageError | RuntimeException e) {
      Logger.getLogger(CLibrary.class.getName()).fine(e.getMessage());
    }
  }
}
