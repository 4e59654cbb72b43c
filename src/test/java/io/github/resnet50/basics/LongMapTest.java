package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LongMapTest {
  @Test
  void holdsWhatAMapHolds() {
    Random random = new Random(1);
    LongMap map = new LongMap();
    Map<Long, Long> expected = new HashMap<>();
    for (int i = 0; i < 20_000; i++) {
      long hash = random.nextInt(3) == 0 ? random.nextInt(5000) + 1 : random.nextLong() | 1;
      map.put(hash, i);
      expected.put(hash, (long) i);
    }
    assertEquals(expected.size(), map.size());
    expected.forEach((hash, number) -> assertEquals(number, map.get(hash, -1)));
    assertEquals(-1, map.get(2, -1) < 0 ? -1 : expected.get(2L));
    map.clear();
    assertEquals(0, map.size());
    assertFalse(map.contains(expected.keySet().iterator().next()));
  }

  @Test
  void addsOnce() {
    LongMap map = new LongMap();
    assertTrue(map.add(7));
    assertFalse(map.add(7));
    assertTrue(map.add(0));
    assertFalse(map.add(0));
    assertTrue(map.contains(0));
  }
}
