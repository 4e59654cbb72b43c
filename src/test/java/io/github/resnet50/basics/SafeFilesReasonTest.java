package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class SafeFilesReasonTest {
  @Test
  void noReasonIsTheNameOfAClass() {
    assertEquals("No space left", SafeFiles.reasonOf(new IOException("No space left")));
    assertEquals("/x: permission denied", SafeFiles.reasonOf(new AccessDeniedException("/x")));
    assertEquals("/x: does not exist", SafeFiles.reasonOf(new NoSuchFileException("/x")));
    assertEquals(
        "/x: Too long", SafeFiles.reasonOf(new FileSystemException("/x", null, "Too long")));
  }
}
