package io.github.resnet50.organize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileStoreAttributeView;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrganizerTest {
  @TempDir Path folder;

  /** A file system that says how much there is room for. */
  private static final class Store extends FileStore {
    private final long room;

    Store(long room) {
      this.room = room;
    }

    @Override
    public String name() {
      return "a store";
    }

    @Override
    public String type() {
      return "network";
    }

    @Override
    public boolean isReadOnly() {
      return false;
    }

    @Override
    public long getTotalSpace() {
      return room;
    }

    @Override
    public long getUsableSpace() {
      return room;
    }

    @Override
    public long getUnallocatedSpace() {
      return room;
    }

    @Override
    public boolean supportsFileAttributeView(Class<? extends FileAttributeView> type) {
      return false;
    }

    @Override
    public boolean supportsFileAttributeView(String name) {
      return false;
    }

    @Override
    public <V extends FileStoreAttributeView> V getFileStoreAttributeView(Class<V> type) {
      return null;
    }

    @Override
    public Object getAttribute(String attribute) {
      throw new UnsupportedOperationException(attribute);
    }
  }

  @Test
  void noRoomAtAllMeansThatNobodyKnows() throws IOException {
    assertEquals(OptionalLong.empty(), Organizer.room(new Store(0)));
    assertEquals(OptionalLong.of(1), Organizer.room(new Store(1)));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void aTrialLeavesNothing(Mode mode) throws IOException {
    Path ours = Files.writeString(folder.resolve("ours"), "x");
    Path into = Files.createDirectory(folder.resolve("into"));
    FolderTrial trial = new FolderTrial(mode, ours);
    assertTrue(trial.takesFiles(into, 3_000_000));
    assertTrue(FolderTrial.takesFolders(into));
    assertFalse(trial.takesFiles(folder.resolve("gone"), 1));
    assertFalse(FolderTrial.takesFolders(folder.resolve("gone")));
    try (var files = Files.list(into)) {
      assertEquals(List.of(), files.toList());
    }
  }

  @Test
  void aTrialThatHasSucceededIsBelieved() throws IOException {
    Path into = Files.createDirectory(folder.resolve("into"));
    FolderTrial trial = new FolderTrial(Mode.COPY, folder.resolve("ours"));
    assertTrue(trial.takesFiles(into, 1000));
    Files.delete(into); // in which nothing can be written any more
    assertTrue(trial.takesFiles(into, 1000));
    assertFalse(trial.takesFiles(into, 1001));
  }
}
