package io.github.resnet50.report.timing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The most memory that this process has used.
 *
 * @param heapPeakBytes sum of the heap pools' own peaks, which need not coincide: an upper bound
 * @param rssPeakBytes physical memory, heap and native; null where the system does not tell it
 *     (anything but Linux)
 */
public record MemoryPeak(long heapPeakBytes, Long rssPeakBytes) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String RSS_PEAK = "VmHWM:";

  /** Since the process began. */
  public static MemoryPeak now() {
    long heap =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(pool -> pool.getType() == MemoryType.HEAP && pool.isValid())
            .map(MemoryPoolMXBean::getPeakUsage)
            .mapToLong(usage -> usage == null ? 0 : usage.getUsed())
            .sum();
    return new MemoryPeak(heap, rssPeak(STATUS));
  }

  static Long rssPeak(Path status) {
    try (Stream<String> lines = Files.lines(status, StandardCharsets.ISO_8859_1)) {
      return lines
          .filter(line -> line.startsWith(RSS_PEAK))
          .map(line -> line.substring(RSS_PEAK.length()).replace("kB", "").strip())
          .map(kibibytes -> Long.parseLong(kibibytes) * 1024)
          .findFirst()
          .orElse(null);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }
}
