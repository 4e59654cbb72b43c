package io.github.resnet50.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class McNemarTest {
  @Test
  void mcNemarsTestIsTheBinomials() {
    assertEquals(1, Comparison.mcNemar(0, 0));
    assertEquals(2 / 1024.0, Comparison.mcNemar(10, 0), 1e-12);
    assertEquals(2 * (1 + 10 + 45) / 1024.0, Comparison.mcNemar(2, 8), 1e-12);
    assertEquals(1, Comparison.mcNemar(5, 5), 1e-12);
    // As exact arithmetic has it.
    assertEquals(0.0574152288, Comparison.mcNemar(4904, 5095), 1e-9);
  }
}
