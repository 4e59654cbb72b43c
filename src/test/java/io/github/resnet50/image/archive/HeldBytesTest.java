package io.github.resnet50.image.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeldBytesTest {
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Held(byte[] bytes, HeldBytes.Piece piece) {}

  @Test
  void sparePiecesGiveWayAndNeverGoToTheFile() throws IOException {
    try (HeldBytes held = new HeldBytes(100)) {
      HeldBytes.Piece oldest = held.holdSpare(new byte[40]);
      HeldBytes.Piece used = held.holdSpare(new byte[40]);
      assertArrayEquals(new byte[40], oldest.read()); // now the other is the longest unused
      HeldBytes.Piece wanted = held.hold(new byte[50]);
      assertNull(used.readIfHeld());
      assertArrayEquals(new byte[40], oldest.readIfHeld());
      assertNull(held.holdSpare(new byte[101]));
      assertArrayEquals(new byte[50], wanted.read());
      assertNull(held.holdSpare(new byte[60])); // wanted ones stay
      assertEquals(0, held.fileBytes());
    }
  }

  @Test
  void theFileIsAsLargeAsWhatIsHeldAtOnce() throws IOException {
    try (HeldBytes held = new HeldBytes(0)) {
      Deque<HeldBytes.Piece> pieces = new ArrayDeque<>();
      for (int i = 0; i < 1000; i++) { // never none
        pieces.add(held.hold(new byte[100]));
        if (pieces.size() > 8) {
          pieces.removeFirst().release();
        }
      }
      assertEquals(900, held.fileBytes());
    }
  }

  @Test
  void whatIsTakenIsWhatWasHeldWhereverItWas() throws IOException {
    Random random = new Random(1);
    try (HeldBytes held = new HeldBytes(5000)) {
      Deque<Held> pieces = new ArrayDeque<>();
      for (int i = 0; i < 2000; i++) {
        if (pieces.isEmpty() || random.nextInt(100) < (i / 100 % 2 == 0 ? 70 : 30)) {
          byte[] bytes = new byte[random.nextInt(1000)];
          random.nextBytes(bytes);
          pieces.add(new Held(bytes, held.hold(bytes.clone())));
        } else {
          Held next = random.nextBoolean() ? pieces.removeFirst() : pieces.removeLast();
          if (random.nextInt(4) == 0) {
            next.piece().release();
          } else {
            assertArrayEquals(next.bytes(), next.piece().take());
          }
          assertThrows(IOException.class, next.piece()::take);
        }
      }
    }
  }
}
