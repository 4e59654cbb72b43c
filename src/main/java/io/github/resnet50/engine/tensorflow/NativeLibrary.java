package io.github.resnet50.engine.tensorflow;

import ai.djl.engine.Engine;
import io.github.resnet50.engine.DjlSettings;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import java.io.File;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Loader;

/**
 * Gets TensorFlow's native library from the class path into memory. DJL's engine looks for a folder
 * of libraries and, finding none, downloads one even where the jar is on the class path; so the jar
 * is unpacked first, under {@link Home}, and DJL is pointed there. Unpacking happens once (about 3
 * s and 600 MB); processes that start at the same time wait for each other.
 */
public final class NativeLibrary {
  private static final Pattern LIBRARY = Pattern.compile("\\.(so|dylib|dll)(\\.\\d+)*$");

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
    try {
      Engine engine = Engine.getEngine("TensorFlow");
      return new EngineInfo(engine.getVersion(), engine.defaultDevice().toString());
    } catch (RuntimeException | LinkageError e) {
      throw new ModelException("TensorFlow does not start: " + rootMessage(e), e);
    }
  }

  private Path unpack() throws ModelException {
    try {
      Files.createDirectories(home.natives());
      Path folder = null;
      for (URL library : bundledLibraries()) {
        File unpacked = Loader.cacheResource(library);
        if (unpacked == null) {
          throw new IOException("no room or no permission");
        }
        folder = unpacked.getParentFile().toPath();
      }
      if (folder != null) {
        return folder;
      }
    } catch (IOException e) {
      throw new ModelException(
          "cannot unpack TensorFlow into "
              + home.natives()
              + ": "
              + e.getMessage()
              + " (set RESNET50_HOME to a writable folder with 700 MB free)",
          e);
    }
    throw new ModelException(
        "this build carries no TensorFlow for "
            + Loader.getPlatform()
            + ": build it on this machine, or name the folder that holds "
            + System.mapLibraryName("jnitensorflow")
            + " in TENSORFLOW_LIBRARY_PATH");
  }

  /** Every library besides the bindings' own in the jar, whatever its name on this platform. */
  private static List<URL> bundledLibraries() throws IOException {
    ClassLoader loader = NativeLibrary.class.getClassLoader();
    List<URL> libraries = new ArrayList<>();
    for (String platform : List.of(Loader.getPlatform(), Loader.getPlatform() + "-gpu")) {
      String folder = "org/tensorflow/internal/c_api/" + platform + "/";
      URL bindings = loader.getResource(folder + System.mapLibraryName("jnitensorflow"));
      if (bindings != null && bindings.openConnection() instanceof JarURLConnection connection) {
        connection.setUseCaches(false); // otherwise closing the jar would close the class loader's
        try (JarFile jar = connection.getJarFile()) {
          jar.stream()
              .map(JarEntry::getName)
              .filter(name -> name.startsWith(folder) && LIBRARY.matcher(name).find())
              .map(loader::getResource)
              .forEach(libraries::add);
        }
        break;
      }
    }
    return libraries;
  }

  private static String rootMessage(Throwable t) {
    Throwable root = t;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
