package io.github.resnet50.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.github.resnet50.basics.Text;
import io.github.resnet50.engine.NativeBundle;
import io.github.resnet50.model.DjlSettings;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * ONNX Runtime's native library, unpacked below the home: left to itself, it unpacks a copy into
 * the temporary folder in every process.
 */
final class OnnxRuntimeLibrary {
  private static final String FOLDER = "onnxruntime.native.path";

  private final Home home;

  OnnxRuntimeLibrary(Home home) {
    this.home = home;
  }

  /**
   * Loads the library; later calls have no effect.
   *
   * @throws ModelException where this platform's library is not on the class path, or does not load
   */
  OrtEnvironment load() throws ModelException {
    new DjlSettings(home).apply(); // for JNA, by which a signal ends the process
    if (System.getProperty(FOLDER) == null) {
      String platform = platform();
      Path folder =
          new NativeBundle(
                  home,
                  OnnxRuntimeEngine.NAME,
                  "ai/onnxruntime/native/" + platform + "/",
                  System.mapLibraryName("onnxruntime4j_jni"),
                  "30 MB")
              .unpacked()
              .orElseThrow(
                  () ->
                      new ModelException(
                          "this build carries no ONNX Runtime for "
                              + platform
                              + ": take --engine tensorflow"));
      System.setProperty(FOLDER, folder.toString());
    }
    try {
      // What it logs of errors it throws as well, and they are told then.
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "resnet50");
    } catch (RuntimeException | LinkageError e) {
      throw new ModelException("ONNX Runtime does not start: " + Text.firstLine(e), e);
    }
  }

  /** As the folders in the jar are called. */
  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    String system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
    boolean arm = arch.equals("aarch64") || arch.equals("arm64");
    return system + "-" + (arm ? "aarch64" : "x64");
  }
}
