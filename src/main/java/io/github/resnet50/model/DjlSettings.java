package io.github.resnet50.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What DJL reads from the environment or, where that says nothing, from system properties. Apply it
 * before the first class of DJL runs: DJL looks once.
 */
public final class DjlSettings {
  private static final Logger JNA = Logger.getLogger("com.sun.jna.Native"); // held, or it is lost

  private final Home home;

  public DjlSettings(Home home) {
    this.home = home;
  }

  /** No telemetry, no download, and no cache outside the home; the user's own settings win. */
  public void apply() {
    setDefault("OPT_OUT_TRACKING", "true");
    setDefault("DJL_CACHE_DIR", home.djlCache().toString());
    // JavaCPP takes libraries from the folder that DJL names, and keeps none.
    setDefault("org.bytedeco.javacpp.pathsFirst", "true");
    setDefault("org.bytedeco.javacpp.cacheLibraries", "false");
    setDefault("org.bytedeco.javacpp.cachedir", home.natives().toString());
    if (System.getProperty("jna.tmpdir") == null) { // JNA reads no environment
      System.setProperty("jna.tmpdir", placeForJna());
    }
    // As DJL sets them: JavaCPP's own accounting of physical memory counts the model twice.
    setDefault("org.bytedeco.javacpp.maxBytes", "0");
    setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
  }

  /**
   * DJL looks for GPUs through JNA, which unpacks a library for each process, else below the home
   * folder that Java believes in: of a user without one that is "?".
   */
  private String placeForJna() {
    try {
      Files.createDirectories(home.natives());
      if (Files.isWritable(home.natives())) {
        return home.natives().toString();
      }
    } catch (IOException e) {
      // for reading only
    }
    try {
      Path own = Files.createTempDirectory("resnet50-jna");
      own.toFile().deleteOnExit(); // after what JNA deletes: the last named is the first to go
      return own.toString();
    } catch (IOException e) {
      JNA.setLevel(Level.OFF); // without it DJL sees no GPU, of which JNA tells pages
      return home.natives().toString();
    }
  }

  /** A setting as DJL would read it; null where there is none. */
  public String get(String name) {
    String value = System.getenv(name);
    return value != null ? value : System.getProperty(name);
  }

  private void setDefault(String name, String value) {
    if (get(name) == null) {
      System.setProperty(name, value);
    }
  }
}
