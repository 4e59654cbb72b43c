package io.github.resnet50.image.decode;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;

/**
 * A native library that a machine may have and the product does not bring along. It is looked for
 * when it is first needed, once.
 *
 * @param <T> its functions, by their names in C
 */
final class MachineLibrary<T extends Library> {
  private final String name;
  private final List<String> files;
  private final Class<T> functions;
  private final String packages;
  private T loaded;
  private String trouble;

  /**
   * @param name as people call it
   * @param files names to look for, the preferred one first: those of systems that tell versions by
   *     the name first, then the name without a version
   * @param functions all that is called of it; a library without one of them is too old
   * @param packages what to install where it is missing, by system
   */
  MachineLibrary(String name, List<String> files, Class<T> functions, String packages) {
    this.name = name;
    this.files = List.copyOf(files);
    this.functions = functions;
    this.packages = packages;
  }

  /**
   * The library.
   *
   * @param what that which takes it, such as {@code a HEIC image}
   * @throws ImageException {@link Kind#UNSUPPORTED}, saying what to install
   */
  T get(String what) throws ImageException {
    return find()
        .orElseThrow(
            () ->
                new ImageException(
                    Kind.UNSUPPORTED, "%s, which takes %s: %s".formatted(what, name, trouble)));
  }

  /** The library, where others can do without it. */
  synchronized Optional<T> find() {
    if (loaded == null && trouble == null) {
      load();
    }
    return Optional.ofNullable(loaded);
  }

  /** Why it is not there; null where it is, or was never looked for. */
  synchronized String trouble() {
    return trouble;
  }

  private void load() {
    for (String file : files) {
      try {
        NativeLibrary library = NativeLibrary.getInstance(file);
        for (Method function : functions.getDeclaredMethods()) {
          if (!isThere(library, function.getName())) {
            trouble = "this machine's is too old, it lacks " + function.getName();
            return;
          }
        }
        loaded = Native.load(file, functions);
        return;
      } catch (UnsatisfiedLinkError e) {
        // Perhaps it has another name here.
      } catch (LinkageError | RuntimeException e) {
        trouble = "native libraries cannot be called here: " + ImageDecoder.reason(e);
        return;
      }
    }
    trouble = "this machine does not have it (%s)".formatted(packages);
  }

  private static boolean isThere(NativeLibrary library, String function) {
    try {
      library.getFunction(function);
      return true;
    } catch (UnsatisfiedLinkError e) {
      return false;
    }
  }
}
