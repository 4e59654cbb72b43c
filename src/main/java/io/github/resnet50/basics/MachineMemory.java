package io.github.resnet50.basics;

import java.lang.management.ManagementFactory;

/** How much main memory this process may use. */
public final class MachineMemory {
  /**
   * Bytes, set by the launcher: it looks at the limits of all control groups around the process,
   * Java only at those of the innermost.
   */
  private static final String PROPERTY = "resnet50.memory";

  private MachineMemory() {}

  /** The machine's memory, or the least limit on this process; 0: unknown. */
  public static long bytes() {
    long said = Long.getLong(PROPERTY, 0L);
    return said > 0 ? said : ofSystem();
  }

  private static long ofSystem() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean system
        ? system.getTotalMemorySize()
        : 0;
  }
}
