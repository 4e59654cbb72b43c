package io.github.resnet50.image.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NameListTest {
  private static final Path DIRECTORY = Path.of("d");

  private static List<String> sorted(List<String> names) throws IOException {
    NameList list = new NameList();
    for (String name : names) {
      list.add(Path.of(name));
    }
    list.sort();
    return IntStream.range(0, list.size())
        .mapToObj(i -> DIRECTORY.relativize(list.resolve(DIRECTORY, i)).toString())
        .toList();
  }

  @Test
  void sortsByCodePointsNotByUtf16() throws IOException {
    List<String> names = List.of("\uFF5E", "\uD83D\uDE00", "é", "z", "a", "Z", "a.jpg", "10", "9");
    assertEquals(
        List.of("10", "9", "Z", "a", "a.jpg", "z", "é", "\uFF5E", "\uD83D\uDE00"), sorted(names));
  }

  @Test
  void sortsAnyNumberAndLengthOfNames() throws IOException {
    Random random = new Random(7);
    for (int size : new int[] {0, 1, 2, 3, 17, 1000, 20_000}) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        expected.add("x".repeat(random.nextInt(size < 2000 ? 250 : 20)) + String.format("%05d", i));
      }
      Collections.sort(expected);
      List<String> shuffled = new ArrayList<>(expected);
      Collections.shuffle(shuffled, random);
      assertEquals(expected, sorted(shuffled));
    }
  }
}
