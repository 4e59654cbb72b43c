package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.resnet50.model.ModelException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class PrivateFolderTest {
  @TempDir Path folder;

  @Test
  void whatIsMadeIsForThisUserAndTakenAgain() throws Exception {
    Path made = PrivateFolder.of(folder.resolve("mine"));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    assertEquals(made, PrivateFolder.of(made));
  }

  @Test
  void whatOthersCanWriteToIsRefused() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThrows(ModelException.class, () -> PrivateFolder.of(open));
  }

  @Test
  void aLinkIsRefusedWhereverItLeads() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    assertThrows(ModelException.class, () -> PrivateFolder.of(link));
  }
}
