package io.github.resnet50.peers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A process to be run and waited for.
 *
 * @param command program and arguments
 * @param environment variables beside those of this process; null values take a variable away
 */
record Child(List<String> command, Map<String, String> environment) {

  Child {
    command = List.copyOf(command);
    environment = new HashMap<>(environment);
  }

  /** A child that did not end with 0, in words for the user. */
  static final class FailedException extends Exception {
    private static final long serialVersionUID = 1;

    FailedException(String message) {
      super(message);
    }
  }

  Child with(List<String> arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(arguments);
    return new Child(all, environment);
  }

  /**
   * Runs it.
   *
   * @param log takes all that it says
   * @return seconds from start to end
   */
  double run(Path log) throws FailedException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    environment.forEach(
        (name, value) -> {
          if (value == null) {
            builder.environment().remove(name);
          } else {
            builder.environment().put(name, value);
          }
        });
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    try {
      long start = System.nanoTime();
      Process process = builder.start();
      process.getOutputStream().close();
      int code = await(process);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (code != 0) {
        throw new FailedException(lastLine(log) + " (" + end(code) + ")");
      }
      return seconds;
    } catch (IOException e) {
      throw new FailedException(e.getMessage());
    }
  }

  /** As shells have it: 128 and more is a signal's number. */
  private static String end(int code) {
    return code > 128 ? "ended by signal " + (code - 128) : "exit code " + code;
  }

  /** When this process is ended from outside, the child ends with it. */
  private static int await(Process process) throws InterruptedException {
    Thread end = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      return process.waitFor();
    } finally {
      if (process.isAlive()) {
        process.destroyForcibly();
      }
      try {
        Runtime.getRuntime().removeShutdownHook(end);
      } catch (IllegalStateException e) {
        // This process is ending: the hook runs already.
      }
    }
  }

  /** What was thrown, where Java printed a stack; else what was said last. */
  private static String lastLine(Path log) {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), Charset.defaultCharset())
              .lines()
              .filter(line -> !line.isBlank())
              .toList();
      return lines.stream()
          .filter(line -> line.contains("Exception") || line.contains("Error:"))
          .filter(line -> !line.startsWith("\t"))
          .findFirst()
          .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
