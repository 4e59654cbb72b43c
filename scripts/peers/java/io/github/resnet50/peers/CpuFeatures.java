package io.github.resnet50.peers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the processor can do, where Linux tells.
 *
 * @param x86 whether it is of that family
 * @param flags as the kernel names them; empty where they are not known
 */
record CpuFeatures(boolean x86, Set<String> flags) {
  private static final Set<String> VNNI = Set.of("avx512_vnni", "avx_vnni");

  /** With one of them TensorFlow turns oneDNN on by itself. */
  private static final Set<String> NEURAL =
      Set.of("avx512_vnni", "avx512_bf16", "avx_vnni", "amx_tile", "amx_int8", "amx_bf16");

  CpuFeatures {
    flags = Set.copyOf(flags);
  }

  static CpuFeatures detect() {
    String architecture = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean x86 = Set.of("amd64", "x86_64").contains(architecture);
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return new CpuFeatures(
          x86,
          lines
              .filter(line -> line.startsWith("flags"))
              .findFirst()
              .map(line -> new HashSet<>(List.of(line.split("\\s+"))))
              .orElseGet(HashSet::new));
    } catch (IOException e) {
      return new CpuFeatures(x86, Set.of()); // no Linux
    }
  }

  /** Whether products of 8-bit numbers saturate when they are summed in pairs. */
  boolean saturates() {
    return x86 && Collections.disjoint(flags, VNNI);
  }

  boolean oneDnnByDefault() {
    return x86 && !Collections.disjoint(flags, NEURAL);
  }
}
