package io.github.resnet50.engine;

import io.github.resnet50.basics.SafeFiles;
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
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/**
 * An engine's native libraries for one platform, which lie in a jar on the class path and are
 * unpacked below the home once: processes that start at the same time wait for each other. What is
 * unpacked already may be for reading only.
 *
 * @param engine its name, for messages
 * @param folder in the jar, with a slash at its end
 * @param bindings the library without which the folder is none of an engine's
 * @param space how much it takes, in words
 */
public record NativeBundle(Home home, String engine, String folder, String bindings, String space) {
  private static final Pattern LIBRARY = Pattern.compile("\\.(so|dylib|dll)(\\.\\d+)*$");

  /** A library in the jar. */
  private record Library(String name, long bytes, URL url) {}

  /**
   * The folder that holds the libraries, unpacked now if they were not before.
   *
   * @return empty where the class path has none
   * @throws ModelException where they cannot be unpacked
   */
  public Optional<Path> unpacked() throws ModelException {
    ClassLoader loader = NativeBundle.class.getClassLoader();
    try {
      URL found = loader.getResource(folder + bindings);
      if (found == null || !(found.openConnection() instanceof JarURLConnection connection)) {
        return Optional.empty();
      }
      connection.setUseCaches(false); // otherwise closing the jar would close the class loader's
      try (JarFile jar = connection.getJarFile()) {
        List<Library> libraries =
            jar.stream()
                .filter(entry -> isLibrary(entry.getName()))
                .map(entry -> library(entry, loader))
                .toList();
        Path jarName = Path.of(jar.getName()).getFileName();
        return Optional.of(unpacked(home.natives().resolve(jarName).resolve(folder), libraries));
      }
    } catch (IOException e) {
      throw new ModelException(
          "cannot unpack %s into %s: %s (set RESNET50_HOME to a writable folder with %s free)"
              .formatted(engine, home.natives(), SafeFiles.reason(e), space),
          e);
    }
  }

  /** Whatever its name on this platform, but nothing deeper, such as symbols for debuggers. */
  private boolean isLibrary(String entry) {
    return entry.startsWith(folder)
        && entry.indexOf('/', folder.length()) < 0
        && LIBRARY.matcher(entry).find();
  }

  private Library library(JarEntry entry, ClassLoader loader) {
    return new Library(
        entry.getName().substring(folder.length()),
        entry.getSize(),
        loader.getResource(entry.getName()));
  }

  private Path unpacked(Path target, List<Library> libraries) throws IOException {
    if (!isUnpacked(target, libraries)) {
      SafeFiles.requireWritable(target);
      SafeFiles.<Void, IOException>locked(
          home.natives().resolve(".lock"),
          () -> {},
          () -> {
            if (!isUnpacked(target, libraries)) {
              unpack(target, libraries);
            }
            return null;
          });
    }
    return target;
  }

  /** A library has its size once it is complete, since it is renamed only then. */
  private static boolean isUnpacked(Path target, List<Library> libraries) throws IOException {
    for (Library library : libraries) {
      Path file = target.resolve(library.name());
      if (!Files.isReadable(file) || Files.size(file) != library.bytes()) {
        return false;
      }
    }
    return true;
  }

  private static void unpack(Path target, List<Library> libraries) throws IOException {
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
