package io.github.resnet50.model.labelled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrueLabelsTest {
  @TempDir Path folder;

  @Test
  void theFolderBelowTheRootIsTheLabel() {
    TrueLabels labels = TrueLabels.ofFolders(List.of(Path.of("val"), Path.of("/more/")));
    assertEquals(List.of("cat"), labels.of("val/cat/1.jpg"));
    assertEquals(List.of("cat"), labels.of("val/cat/deep/1.jpg"));
    assertEquals(List.of("dog"), labels.of("/more/dog/1.jpg"));
    assertEquals(List.of("val"), labels.of("val/1.jpg"));
    assertEquals(List.of("fox"), labels.of("elsewhere/fox/1.jpg"));
    assertEquals(List.of(), labels.of("/1.jpg"));
    assertEquals(List.of(), labels.of("no\0path"));
  }

  @Test
  void sourcesContradictEachOtherWhereBothNameInTheSameWay() {
    assertTrue(LabelAgreement.isPossible(List.of(List.of("tench"), List.of("Tench, Tinca tinca"))));
    assertTrue(LabelAgreement.isPossible(List.of(List.of("0"), List.of("tench"))));
    assertTrue(
        LabelAgreement.isPossible(List.of(List.of("n01440764"), List.of("n01440764_tench"))));
    assertTrue(
        LabelAgreement.isPossible(
            List.of(List.of("0", "great_white"), List.of("1", "great white"))));
    assertFalse(LabelAgreement.isPossible(List.of(List.of("tench"), List.of("goldfish"))));
    assertFalse(LabelAgreement.isPossible(List.of(List.of("0"), List.of("1"))));
    assertFalse(
        LabelAgreement.isPossible(List.of(List.of("0"), List.of("tench"), List.of("goldfish"))));
  }

  @Test
  void aFileFindsImagesByWhereTheyLieOrByName() throws Exception {
    Path file = Files.writeString(folder.resolve("labels.csv"), "x/1.jpg,n1,cat\n/abs/2.jpg,dog\n");
    FileLabels labels = FileLabels.read(file);
    assertEquals(List.of("n1", "cat"), labels.of(folder.resolve("x/./1.jpg").toString()));
    assertEquals(List.of("n1", "cat"), labels.of("x/1.jpg"));
    assertEquals(List.of("dog"), labels.of("/abs/2.jpg"));
    assertEquals(List.of(), labels.of("3.jpg"));
    assertEquals(List.of(folder.resolve("x/1.jpg").toString(), "/abs/2.jpg"), labels.paths());
  }

  @Test
  void twoLabelsForAnImageAreAnError() throws Exception {
    Path file =
        Files.writeString(folder.resolve("labels.csv"), "1.jpg,cat\n1.jpg,cat\n1.jpg,dog\n");
    String message =
        assertThrows(IllegalArgumentException.class, () -> FileLabels.read(file)).getMessage();
    assertTrue(message.contains("1.jpg is labelled [cat] and [dog]"), message);
  }
}
