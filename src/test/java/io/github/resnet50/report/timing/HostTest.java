package io.github.resnet50.report.timing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.report.ReportJson;
import io.github.resnet50.report.timing.HostInfo.HostEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read from the operating system. */
class HostTest {
  @TempDir Path directory;

  @Test
  void thisHost() {
    HostInfo host = HostInfo.detect("TensorFlow", "2.16.1", "cpu()");
    assertFalse(host.cpu().isBlank());
    assertTrue(host.cores() > 0);
    assertTrue(host.memoryBytes() > 0);
    assertTrue(host.os().contains(System.getProperty("os.arch")));
    assertEquals("2.16.1", host.engine().version());
    assertEquals("cpu()", host.engine().device());
  }

  @Test
  void factsInTheOrderOfPages() {
    HostInfo host =
        new HostInfo("Fast 9", 2, 8L << 30, "os", "jvm", new HostEngine("TensorFlow", null, null));
    assertEquals(
        "{processor=Fast 9, cores=2, TensorFlow=null}", host.facts().toString(), "not loaded");
  }

  @Test
  void versionStandsUnderTheEnginesName() {
    HostInfo host =
        new HostInfo("Fast 9", 2, 8, "os", "jvm", new HostEngine("ONNX Runtime", "1", null));
    assertEquals(
        """
        {
          "cpu": "Fast 9",
          "cores": 2,
          "memory_bytes": 8,
          "os": "os",
          "jvm": "jvm",
          "onnx_runtime": "1",
          "device": null
        }\
        """,
        ReportJson.GSON.toJson(host));
  }

  @Test
  void processor() throws IOException {
    Path x86 =
        Files.writeString(
            directory.resolve("x86"),
            """
            processor\t: 0
            cpu family\t: 25
            model\t\t: 17
            model name\t: Some CPU: 8 cores

            model name\t: B
            """);
    Path nameAlone = Files.writeString(directory.resolve("name"), "model name\t: Some CPU\n");
    Path arm = Files.writeString(directory.resolve("arm"), "processor\t: 0\nBogoMIPS\t: 48\n");
    assertEquals(Optional.of("Some CPU: 8 cores (family 25, model 17)"), HostInfo.cpuinfo(x86));
    assertEquals(Optional.of("Some CPU"), HostInfo.cpuinfo(nameAlone));
    assertEquals(Optional.empty(), HostInfo.cpuinfo(arm));
    assertEquals(Optional.empty(), HostInfo.cpuinfo(directory.resolve("none")));
  }

  @Test
  void memoryPeak() throws IOException {
    assertTrue(MemoryPeak.now().heapPeakBytes() > 0);
    Path status = Files.writeString(directory.resolve("status"), "Name:\tx\nVmHWM:\t   12 kB\n");
    Path broken = Files.writeString(directory.resolve("broken"), "VmHWM:\t   many kB\n");
    assertEquals(12 * 1024, MemoryPeak.rssPeak(status));
    assertNull(MemoryPeak.rssPeak(broken));
    assertNull(MemoryPeak.rssPeak(directory.resolve("none")));
  }
}
