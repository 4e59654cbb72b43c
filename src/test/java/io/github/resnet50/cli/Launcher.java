package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Calls the real launcher as a process of its own, on the jar that this build has made. */
public final class Launcher {
  /** For a Java that ends within seconds: what the better compiler does would not pay any more. */
  public static final String SHORT_LIVED = "-XX:TieredStopAtLevel=1";

  private static final Path PROJECT = Path.of("").toAbsolutePath();
  private static final long PATIENCE_MINUTES = 5;

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private Path script = PROJECT.resolve("scripts/resnet50");

  /**
   * @param folder the current directory of the calls, and what is kept of their streams
   */
  public Launcher(Path folder) {
    this.folder = folder;
    environment.put(
        "RESNET50_ZOO", folder.resolve("zoo").toUri().toString()); // none: no network is needed
    environment.put("RESNET50_HOME", home().toString());
    environment.put("XDG_CONFIG_HOME", folder.toString());
    environment.put("RESNET50_MODEL", "");
    environment.put("JAVA_OPTS", SHORT_LIVED);
  }

  /** The store that all integration tests share, so that natives are unpacked once. */
  public static Path home() {
    return PROJECT.resolve("target/it-home");
  }

  public static Path project() {
    return PROJECT;
  }

  /** The names of the photographs that the project brings along, sorted. */
  static List<String> samples() throws IOException {
    return Folders.names(PROJECT.resolve("sample-images")).stream()
        .filter(name -> name.endsWith(".jpg") || name.endsWith(".png"))
        .toList();
  }

  public Launcher with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** Has Java be a script, such as one that prints what it is called with. */
  Launcher onJava(String script) throws IOException {
    Path java = Files.createDirectories(folder.resolve("jdk/bin")).resolve("java");
    Files.writeString(java, "#!/bin/bash\n" + script + "\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return with("JAVA_HOME", folder.resolve("jdk").toString());
  }

  /** Calls another path to the launcher. */
  public Launcher through(Path link) {
    script = link;
    return this;
  }

  /** Calls the launcher and waits for its end. */
  public Cli.Result run(String... args) throws IOException, InterruptedException {
    return start(args).end();
  }

  public Running start(String... args) throws IOException {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(args));
    return startCommand(command);
  }

  /** Runs a line of shell in which {@code "$resnet50"} is the launcher. */
  Cli.Result shell(String line) throws IOException, InterruptedException {
    environment.put("resnet50", script.toString());
    return startCommand(List.of("bash", "-c", line)).end();
  }

  private Running startCommand(List<String> command) throws IOException {
    Path jar = PROJECT.resolve("target/resnet50.jar");
    assertTrue(Files.exists(jar), "run after the package phase: " + jar);
    // Newer than every source, or the launcher would build in the middle of a build.
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    Path out = Files.createTempFile(folder, "stdout", "");
    Path err = Files.createTempFile(folder, "stderr", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().putAll(environment);
    return new Running(builder.start(), out, err);
  }

  /** Children of a shell's background job ignore SIGINT, and Java then leaves it so. */
  static boolean isInterruptIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  /** A launcher at work; it becomes the Java process itself, so that signals reach that. */
  public record Running(Process process, Path out, Path err) {
    public Cli.Result end() throws IOException, InterruptedException {
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new AssertionError("no end; it said: " + Files.readString(err));
      }
      return new Cli.Result(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }

    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }
  }
}
