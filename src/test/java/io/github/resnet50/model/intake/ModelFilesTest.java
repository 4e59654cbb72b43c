package io.github.resnet50.model.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.ModelException;
import io.github.resnet50.testing.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
  @TempDir Path top;

  private Path write(String name) throws Exception {
    Path file = top.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, name);
  }

  private ModelFiles find() throws Exception {
    return ModelFiles.in(top, top);
  }

  @Test
  void findsAModelInASubFolderAndItsLabelsBeside() throws Exception {
    write("export/1/saved_model.pb");
    Path labels = write("labels.txt");
    assertEquals(top.resolve("export/1"), find().model());
    assertEquals(labels, find().find("labels.txt").orElseThrow());
    Path nearer = write("export/1/labels.txt");
    assertEquals(nearer, find().find("labels.txt").orElseThrow());
  }

  @Test
  void looksNowhereElse() throws Exception {
    write("export/saved_model.pb");
    write("other/labels.txt");
    assertTrue(find().find("labels.txt").isEmpty());
  }

  @Test
  void wantsOne() throws Exception {
    ModelException none = assertThrows(ModelException.class, this::find);
    assertTrue(none.getMessage().contains("no saved_model.pb"), none.getMessage());
    write("model.keras");
    ModelException keras = assertThrows(ModelException.class, this::find);
    assertTrue(keras.getMessage().contains("model.export"), keras.getMessage());
    write("a/saved_model.pb");
    write("b/saved_model.pb");
    ModelException several = assertThrows(ModelException.class, this::find);
    assertTrue(several.getMessage().endsWith("name one of them: a, b"), several.getMessage());
  }

  @Test
  void copiesWhatBelongsToTheModel() throws Exception {
    for (String name :
        List.of(
            "saved_model.pb",
            "keras_metadata.pb",
            "LICENSE",
            "train.py",
            "variables/variables.index",
            "variables/variables.data-00000-of-00001",
            "variables/notes.txt",
            "assets/words.txt")) {
      write("m/" + name);
    }
    Path target = Files.createDirectories(top.resolve("target"));
    ModelFiles.in(top.resolve("m"), top).copyTo(target);
    assertEquals(
        List.of(
            "LICENSE",
            "saved_model.pb",
            "variables/variables.data-00000-of-00001",
            "variables/variables.index"),
        Folders.relativeFiles(target));
  }
}
