package io.github.resnet50.engine.tensorflow;

import ai.djl.engine.Engine;
import io.github.resnet50.basics.CLibrary;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.Kernels;
import io.github.resnet50.engine.NativeBundle;
import io.github.resnet50.model.DjlSettings;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;

/**
 * Gets TensorFlow's native library from the class path into memory. DJL's engine looks for a folder
 * of libraries and, finding none, downloads one even where the jar is on the class path; so the jar
 * is unpacked first, under {@link Home}, and DJL is pointed there. Unpacking happens once (about 3
 * s and 600 MB); processes that start at the same time wait for each other. What is unpacked
 * already may be for reading only. JavaCPP never unpacks anything itself: where it cannot write, it
 * would take other folders, one of them in the temporary folder, where anybody may put libraries.
 */
public final class NativeLibrary {
  /** The engine's name, to DJL and in reports. */
  public static final String ENGINE = "TensorFlow";

  private final Home home;

  public NativeLibrary(Home home) {
    this.home = home;
  }

  /**
   * Loads the library and starts DJL's engine; every later call returns the same engine.
   *
   * @throws ModelException where this platform's library is not on the class path, or does not load
   */
  public EngineInfo load() throws ModelException {
    DjlSettings settings = new DjlSettings(home);
    settings.apply();
    if (settings.get("TENSORFLOW_LIBRARY_PATH") == null) {
      System.setProperty("TENSORFLOW_LIBRARY_PATH", unpack().toString());
    }
    switchOneDnnOn();
    try {
      Engine engine = Engine.getEngine(ENGINE);
      return new EngineInfo(ENGINE, engine.getVersion(), engine.defaultDevice().toString());
    } catch (RuntimeException | LinkageError e) {
      String message = rootMessage(e);
      throw new ModelException(
          "TensorFlow does not start: "
              + message
              + (message.contains("failed to map segment")
                  ? " (may programs run from there? RESNET50_HOME names another folder)"
                  : ""),
          e);
    }
  }

  /**
   * TensorFlow leaves oneDNN out on many processors, and looks at its variable once, when it loads.
   * Java cannot set variables of its own process; the C library can, before there is anything that
   * reads them. Where that fails, all runs without oneDNN, more slowly.
   */
  private static void switchOneDnnOn() {
    if (Kernels.chosenBy(System.getenv(Kernels.VARIABLE)).isEmpty()) {
      CLibrary.setVariable(Kernels.VARIABLE, "1");
    }
  }

  private Path unpack() throws ModelException {
    String bindings = System.mapLibraryName("jnitensorflow");
    for (String platform : List.of(Loader.getPlatform(), Loader.getPlatform() + "-gpu")) {
      String folder = "org/tensorflow/internal/c_api/" + platform + "/";
      Optional<Path> unpacked =
          new NativeBundle(home, ENGINE, folder, bindings, "700 MB").unpacked();
      if (unpacked.isPresent()) {
        return unpacked.get();
      }
    }
    throw new ModelException(
        "this build carries no TensorFlow for "
            + Loader.getPlatform()
            + ": build it on this machine, or name the folder that holds "
            + bindings
            + " in TENSORFLOW_LIBRARY_PATH");
  }

  private static String rootMessage(Throwable t) {
    Throwable root = t;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
