package io.github.resnet50.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The process as the commands see it, so that a test can be one.
 *
 * @param in standard input
 * @param out standard output: results and nothing else; unbuffered
 * @param err standard error: progress, notes and errors
 * @param environment the environment variables
 */
record Context(InputStream in, OutputStream out, PrintWriter err, Map<String, String> environment) {

  static Context ofProcess(OutputStream out, PrintWriter err) {
    return new Context(System.in, out, err, System.getenv());
  }

  /** The user's default options, where there are any. */
  Optional<Path> optionsFile() {
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    Path base =
        config.isEmpty()
            ? Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".config")
            : Path.of(config);
    return Optional.of(base.resolve("resnet50").resolve("options.properties"))
        .filter(Files::isRegularFile);
  }

  /** Columns of the terminal that standard error is; 0 where it is none. The launcher tells. */
  int terminalColumns() {
    try {
      return Integer.parseInt(environment.getOrDefault("RESNET50_TERMINAL_COLUMNS", "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
