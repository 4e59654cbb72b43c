package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.cli.Launcher;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A standalone cluster on this machine: a master and workers, each a process, as are executors. */
final class SparkCluster implements AutoCloseable {
  /** Options of each Java, which none of these tests has run for long. */
  static final String JAVA_OPTIONS = Launcher.SHORT_LIVED + " -XX:+UseSerialGC";

  private static final String HOST = "127.0.0.1";

  private final Path folder;
  private final Path home;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private final int port;

  /**
   * Starts a master.
   *
   * @param folder for logs and what workers keep
   * @param line of Spark: 3 or 4
   */
  SparkCluster(Path folder, int line) throws IOException, InterruptedException {
    this.folder = folder;
    this.home = home(line);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    processes.add(
        start(
            "org.apache.spark.deploy.master.Master",
            "--host",
            HOST,
            "--port",
            "" + port,
            "--webui-port",
            "0"));
  }

  /** The Spark of Maven's jars; fetched now if it was not yet. */
  static Path home(int line) throws IOException, InterruptedException {
    Process script =
        new ProcessBuilder(
                Launcher.project().resolve("scripts/spark/spark-home").toString(), "" + line)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String path = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, script.waitFor());
    return Path.of(path.strip());
  }

  /** Adds a worker with one core, and so one executor with one task at a time. */
  Process worker() throws IOException {
    Process worker =
        start(
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            HOST,
            "--webui-port",
            "0",
            "--cores",
            "1",
            "--memory",
            "2g",
            "--work-dir",
            folder.resolve("work" + workers.size()).toString(),
            url());
    processes.add(worker);
    workers.add(worker);
    return worker;
  }

  String url() {
    return "spark://" + HOST + ":" + port;
  }

  private Process start(String main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of(JAVA_OPTIONS.split(" ")));
    command.addAll(List.of("-Xmx256m", "-cp", home + "/conf:" + home + "/jars/*", main));
    command.addAll(List.of(arguments));
    Path log = folder.resolve(main.substring(main.lastIndexOf('.') + 1) + processes.size());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", HOST);
    builder.environment().put("SPARK_SCALA_VERSION", scalaVersion());
    return builder.start();
  }

  private String scalaVersion() throws IOException {
    try (var jars = Files.list(home.resolve("jars"))) {
      return jars.map(jar -> jar.getFileName().toString())
          .filter(name -> name.startsWith("scala-library-"))
          .map(name -> name.substring(14, 18))
          .findFirst()
          .orElseThrow();
    }
  }

  /** The executors of a worker that are at work. */
  static List<ProcessHandle> executors(Process worker) {
    return worker.descendants().filter(ProcessHandle::isAlive).toList();
  }

  /** Takes a machine away: the worker and its executors, at once and without a word. */
  static void kill(Process worker) {
    List<ProcessHandle> executors = executors(worker);
    worker.destroyForcibly();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  @Override
  public void close() {
    workers.forEach(SparkCluster::kill);
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
  }
}
