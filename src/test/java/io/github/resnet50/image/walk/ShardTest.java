package io.github.resnet50.image.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShardTest {
  @Test
  void readsWhatItPrints() {
    assertEquals(new Shard(3, 12), Shard.parse("3/12"));
    assertEquals("3/12", new Shard(3, 12).toString());
    assertEquals(Shard.ALL, Shard.parse("1/1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "0/2", "3/2", "0/0", "-1/2", "1/2/3", "a/b", " 1/2", "1/99999999999"})
  void refusesOthers(String text) {
    var error = assertThrows(IllegalArgumentException.class, () -> Shard.parse(text));
    assertTrue(error.getMessage().startsWith("shard "), error.getMessage());
    assertTrue(error.getMessage().contains("I/N"), error.getMessage());
  }

  @Test
  void dealsEveryPositionToExactlyOneShare() {
    for (long position = 0; position < 100; position++) {
      long at = position;
      long owners = IntStream.rangeClosed(1, 7).filter(i -> new Shard(i, 7).contains(at)).count();
      assertEquals(1, owners);
    }
    assertEquals(15, LongStream.range(0, 100).filter(new Shard(1, 7)::contains).count());
    assertEquals(14, LongStream.range(0, 100).filter(new Shard(7, 7)::contains).count());
  }
}
