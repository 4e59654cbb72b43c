package io.github.resnet50.engine.tensorflow;

import ai.djl.engine.Engine;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.model.DjlSettings;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
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

  private Path unpack() throws ModelException {
    try {
      Bundle bundle = bundle();
      if (bundle == null) {
        throw new ModelException(
            "this build carries no TensorFlow for "
                + Loader.getPlatform()
                + ": build it on this machine, or name the folder that holds "
                + System.mapLibraryName("jnitensorflow")
                + " in TENSORFLOW_LIBRARY_PATH");
      }
      Path folder = home.natives().resolve(bundle.jar()).resolve(bundle.folder());
      if (!bundle.isUnpackedIn(folder)) {
        SafeFiles.requireWritable(folder);
        SafeFiles.<Void, IOException>locked(
            home.natives().resolve(".lock"),
            () -> {},
            () -> {
              if (!bundle.isUnpackedIn(folder)) {
                bundle.unpackInto(folder);
              }
              return null;
            });
      }
      return folder;
    } catch (IOException e) {
      throw new ModelException(
          "cannot unpack TensorFlow into "
              + home.natives()
              + ": "
              + SafeFiles.reason(e)
              + " (set RESNET50_HOME to a writable folder with 700 MB free)",
          e);
    }
  }

  /** A library in the jar. */
  private record Library(String name, long bytes, URL url) {}

  /**
   * This platform's libraries.
   *
   * @param jar the name of the file that they are in
   * @param folder where in it
   */
  private record Bundle(String jar, String folder, List<Library> libraries) {

    /** A library has its size once it is complete, since it is renamed only then. */
    boolean isUnpackedIn(Path unpacked) throws IOException {
      for (Library library : libraries) {
        Path file = unpacked.resolve(library.name());
        if (!Files.isReadable(file) || Files.size(file) != library.bytes()) {
          return false;
        }
      }
      return true;
    }

    void unpackInto(Path target) throws IOException {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(target, ".*.tmp")) {
        for (Path file : left) {
          Files.delete(file); // of a process that was killed
        }
      }
      for (Library library : libraries) {
        try (InputStream in = library.url().openStream()) {
          SafeFiles.replace(target.resolve(library.name()), in::transferTo);
        }
      }
    }
  }

  /**
   * Every library besides the bindings' own in the jar, whatever its name on this platform; null
   * where there is none.
   */
  private static Bundle bundle() throws IOException {
    ClassLoader loader = NativeLibrary.class.getClassLoader();
    for (String platform : List.of(Loader.getPlatform(), Loader.getPlatform() + "-gpu")) {
      String folder = "org/tensorflow/internal/c_api/" + platform + "/";
      URL bindings = loader.getResource(folder + System.mapLibraryName("jnitensorflow"));
      if (bindings != null && bindings.openConnection() instanceof JarURLConnection connection) {
        connection.setUseCaches(false); // otherwise closing the jar would close the class loader's
        try (JarFile jar = connection.getJarFile()) {
          List<Library> libraries =
              jar.stream()
                  .filter(entry -> entry.getName().startsWith(folder))
                  .filter(entry -> LIBRARY.matcher(entry.getName()).find())
                  .map(entry -> library(entry, folder, loader))
                  .toList();
          return new Bundle(Path.of(jar.getName()).getFileName().toString(), folder, libraries);
        }
      }
    }
    return null;
  }

  private static Library library(JarEntry entry, String folder, ClassLoader loader) {
    return new Library(
        entry.getName().substring(folder.length()),
        entry.getSize(),
        loader.getResource(entry.getName()));
  }

  private static String rootMessage(Throwable t) {
    Throwable root = t;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return String.valueOf(root.getMessage());
  }
}
