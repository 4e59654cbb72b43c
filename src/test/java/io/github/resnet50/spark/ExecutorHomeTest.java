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
class ExecutorHomeTest {
  @TempDir Path folder;

  @Test
  void whatIsMadeIsForThisUserAndTakenAgain() throws Exception {
    Path made = ExecutorHome.privateFolder(folder.resolve("mine"));
    assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(made)));
    assertEquals(made, ExecutorHome.privateFolder(made));
  }

  @Test
  void whatOthersCanWriteToIsRefused() throws Exception {
    Path open = Files.createDirectory(folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThrows(ModelException.class, () -> ExecutorHome.privateFolder(open));
  }

  @Test
  void aLinkIsRefusedWhereverItLeads() throws Exception {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder);
    assertThrows(ModelException.class, () -> ExecutorHome.privateFolder(link));
  }
}
