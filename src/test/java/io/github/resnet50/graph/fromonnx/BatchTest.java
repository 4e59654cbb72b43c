package io.github.resnet50.graph.fromonnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Reshapings of graphs that leave the batch open, and of those made for one size of it. */
class BatchTest {
  private static final long N = Batch.SIZE;

  private static List<Long> open(List<Long> from, Long... to) {
    return new Batch(OptionalLong.empty()).reshaped(from, List.of(to));
  }

  private static List<Long> madeFor(long batch, List<Long> from, Long... to) {
    return new Batch(OptionalLong.of(batch)).reshaped(from, List.of(to));
  }

  @Test
  void whatIsLeftOverMayBeTheBatch() {
    assertEquals(List.of(N, 12L), open(List.of(N, 3L, 4L), -1L, 12L));
    assertEquals(List.of(N, 12L), open(List.of(N, 3L, 4L), N, -1L));
    assertEquals(List.of(64 * N, 49L, 96L), open(List.of(N, 56L, 56L, 96L), -1L, 49L, 96L));
  }

  @Test
  void theBatchOfAFileIsFound() {
    assertEquals(List.of(N, 12L), madeFor(1, List.of(N, 3L, 4L), 1L, 12L));
    assertEquals(List.of(N, 12L), madeFor(1, List.of(N, 3L, 4L), 1L, -1L));
    assertEquals(List.of(N, 12L), madeFor(8, List.of(N, 3L, 4L), 8L, -1L));
    assertEquals(List.of(64 * N, 49L, 96L), madeFor(1, List.of(N, 56L, 56L, 96L), 64L, 49L, 96L));
    // Behind the tokens, as PyTorch's attention has it, and among heads.
    assertEquals(List.of(197L, 12 * N, 64L), madeFor(1, List.of(197L, N, 768L), 197L, 12L, 64L));
    assertEquals(
        List.of(N, 12L, 197L, 64L), madeFor(1, List.of(12 * N, 197L, 64L), 1L, 12L, 197L, 64L));
  }

  @Test
  void whatIsThereOnceStaysSo() {
    assertEquals(List.of(1L, 1L, 768L), open(List.of(1L, 768L), N, 1L, 768L));
    assertEquals(List.of(49L, 12L), madeFor(1, List.of(49L * 12L), 49L, -1L));
  }
}
