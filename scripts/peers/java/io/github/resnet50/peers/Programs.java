package io.github.resnet50.peers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The programs that contestants are made of.
 *
 * @param home the source tree
 * @param python an interpreter that has PyTorch; null: there is none
 */
record Programs(Path home, String python) {
  private static final String ONEDNN = "TF_ENABLE_ONEDNN_OPTS";
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  /** What a user calls. */
  Child resnet50(String... arguments) {
    return new Child(List.of(home.resolve("scripts/resnet50").toString()), Map.of())
        .with(List.of(arguments));
  }

  /** A class of this tool, in a JVM like the product's own. */
  Child java(Class<?> main, String... arguments) {
    return java(main, List.of("-XX:+UseSerialGC"), "1", arguments);
  }

  /** A class of this tool in a JVM as it comes, TensorFlow too: for DJL as its examples run it. */
  Child plainJava(Class<?> main, boolean oneDnn, String... arguments) {
    return java(main, List.of(), oneDnn ? "1" : null, arguments);
  }

  private static Child java(
      Class<?> main, List<String> options, String oneDnn, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(JAVA);
    command.addAll(options);
    command.addAll(
        List.of(
            "-Djava.awt.headless=true",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(Arrays.asList(arguments));
    Map<String, String> environment = new HashMap<>();
    environment.put(ONEDNN, oneDnn);
    environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
    return new Child(command, environment);
  }

  /** The PyTorch of Maven Central, where it is for this platform; unpacked once. */
  Child torch(String... arguments) {
    Path target = home.resolve("scripts/peers/target");
    return new Child(
            List.of(
                JAVA,
                "-XX:+UseSerialGC",
                "-Dorg.bytedeco.javacpp.cachedir=" + target.resolve("torch-cache"),
                "-cp",
                target.resolve("torch-classes") + ":" + target.resolve("torch") + "/*",
                "TorchPeer"),
            Map.of())
        .with(List.of(arguments));
  }

  Child pytorch(String... arguments) {
    return new Child(
            List.of(python, home.resolve("scripts/peers/pytorch_peer.py").toString()), Map.of())
        .with(List.of(arguments));
  }
}
