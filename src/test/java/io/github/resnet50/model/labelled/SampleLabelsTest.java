package io.github.resnet50.model.labelled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleLabelsTest {
  private final SampleLabels samples = new SampleLabels();

  @Test
  void whatIsSaidOfASampleIsKeptByItsName() {
    for (int i = 0; i < 50_000; i++) {
      samples.put("shard.tar/" + i, List.of(List.of("class " + i % 7)));
    }
    for (int i = 0; i < 50_000; i++) {
      assertEquals(List.of(List.of("class " + i % 7)), samples.of("shard.tar/" + i));
    }
    assertSame(samples.of("shard.tar/1"), samples.of("shard.tar/8"), "one copy a class");
    assertTrue(samples.has("shard.tar/49999"));
    assertFalse(samples.has("shard.tar/50000"));
    assertEquals(List.of(), samples.of("shard.tar/50000"));
  }

  @Test
  void anotherFileOfASampleAddsToIt() {
    List<List<String>> all = new ArrayList<>(List.of(List.of("tench")));
    samples.put("a", all);
    all.add(List.of("207"));
    assertEquals(List.of(List.of("tench")), samples.of("a"));
    samples.put("a", all);
    assertEquals(List.of(List.of("tench"), List.of("207")), samples.of("a"));
  }
}
