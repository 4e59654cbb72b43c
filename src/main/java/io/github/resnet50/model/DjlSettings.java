package io.github.resnet50.model;

/**
 * What DJL reads from the environment or, where that says nothing, from system properties. Apply it
 * before the first class of DJL runs: DJL looks once.
 */
public final class DjlSettings {
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
    // As DJL sets them: JavaCPP's own accounting of physical memory counts the model twice.
    setDefault("org.bytedeco.javacpp.maxBytes", "0");
    setDefault("org.bytedeco.javacpp.maxPhysicalBytes", "0");
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
