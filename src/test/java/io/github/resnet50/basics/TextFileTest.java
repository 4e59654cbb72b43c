package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

class TextFileTest {
  /** A reader keeps all that is read behind a mark, which for a long file is all of it. */
  @Test
  void whatWasLookedAtAheadIsNotKept() throws IOException {
    BufferedReader table = new BufferedReader(new StringReader("a;b\n" + "1;2\n".repeat(10_000)));
    assertEquals(';', TextFile.delimiter(table));
    assertEquals("a;b", table.readLine());
    assertEquals(10_000, table.lines().count());
    assertThrows(IOException.class, table::reset);
  }
}
