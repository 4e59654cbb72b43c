package io.github.resnet50.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.Home;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.HostInfo.HostEngine;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecommendationsTest {
  private static final String OLD_NAME = "0123456789abcdef0123456789abcdef-65aa4a93.json";

  @TempDir Path folder;
  private Recommendations recommendations;

  @BeforeEach
  void prepare() {
    recommendations = new Recommendations(new Home(folder));
  }

  @Test
  void isReadBackAsItWasSaved() throws IOException {
    assertFalse(recommendations.exist());
    recommendations.save(Reports.report());
    assertTrue(recommendations.exist());
    assertEquals(
        Optional.of(
            new Recommendations.Stored(
                8,
                2,
                20.25,
                "bench",
                "2026-11-23",
                "1.2.3",
                "Fast 9",
                2,
                "TensorFlow",
                Reports.SHA256)),
        recommendations.find(Reports.SHA256, Reports.HOST));
  }

  @Test
  void isOfNoUseToAnotherModelOrMachine() throws IOException {
    recommendations.save(Reports.report());
    String otherModel = Reports.SHA256.replace("f0", "0f");
    assertEquals(Optional.empty(), recommendations.find(otherModel, Reports.HOST));
    HostInfo moreCores = new HostInfo("Fast 9", 4, 1, "os", "jvm", Reports.HOST.engine());
    assertEquals(Optional.empty(), recommendations.find(Reports.SHA256, moreCores));
    HostInfo otherCpu = new HostInfo("Fast 10", 2, 1, "os", "jvm", Reports.HOST.engine());
    assertEquals(Optional.empty(), recommendations.find(Reports.SHA256, otherCpu));
  }

  @Test
  void isOfNoUseToAnotherEngine() throws IOException {
    recommendations.save(Reports.report());
    HostInfo other = new HostInfo("Fast 9", 2, 1, "os", "jvm", new HostEngine("Other", "2", null));
    assertEquals(Optional.empty(), recommendations.find(Reports.SHA256, other));
    recommendations.save(
        new Recommendations.Stored(
            16, 1, 30, "bench", "2026-11-24", "1.2.3", "Fast 9", 2, "Other", Reports.SHA256));
    assertEquals(16, recommendations.find(Reports.SHA256, other).orElseThrow().batchSize());
    assertEquals(8, recommendations.find(Reports.SHA256, Reports.HOST).orElseThrow().batchSize());
  }

  /** Under the name, and with the keys, that they had before engines were told apart. */
  @Test
  void olderFilesAreOfTensorFlow() throws IOException {
    recommendations.save(Reports.report());
    Path file = Folders.entries(folder.resolve("bench")).get(0);
    assertEquals(OLD_NAME, file.getFileName().toString());
    String text = Files.readString(file);
    Files.writeString(file, text.replace("  \"engine\": \"TensorFlow\",\n", ""));
    assertFalse(Files.readString(file).contains("engine"));
    assertEquals(8, recommendations.find(Reports.SHA256, Reports.HOST).orElseThrow().batchSize());
  }

  @Test
  void nonsenseCountsAsNothing() throws IOException {
    recommendations.save(Reports.report());
    Path file = Folders.entries(folder.resolve("bench")).get(0);
    String text = Files.readString(file);
    for (String wrong :
        new String[] {
          "",
          "{",
          "[]",
          "null",
          text.replace("\"batch_size\": 8", "\"batch_size\": 0"),
          text.replace("\"threads\": 2", "\"threads\": \"many\"")
        }) {
      Files.writeString(file, wrong);
      assertEquals(Optional.empty(), recommendations.find(Reports.SHA256, Reports.HOST), wrong);
    }
  }
}
