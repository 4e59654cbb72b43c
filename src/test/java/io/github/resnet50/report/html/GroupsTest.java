package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.report.html.Groups.By;
import io.github.resnet50.report.html.Groups.GroupRow;
import io.github.resnet50.report.html.Groups.GroupTable;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsTest {
  private static GroupTable table(Groups groups) {
    return groups.table("Mean", (mean, images) -> mean + " of " + images);
  }

  @Test
  void theLargestIsFirstAndOfEqualOnesTheLowestMean() {
    Groups groups = new Groups(By.LABEL);
    groups.add("cat", 1);
    groups.add("cat", 0);
    groups.add("dog", 0.25);
    groups.add("dog", 0.25);
    groups.add("owl", 1);
    groups.add("owl", 1);
    groups.add("owl"); // failed
    groups.add("bat", 1);
    assertEquals(
        List.of(
            new GroupRow("owl", "3", "1.0 of 2"),
            new GroupRow("dog", "2", "0.25 of 2"),
            new GroupRow("cat", "2", "0.5 of 2")),
        table(groups).rows());
    assertEquals("1 more of one image each.", table(groups).note());
  }

  @Test
  void whereNoneHasTwoImagesThereIsALine() {
    Groups groups = new Groups(By.LABEL);
    groups.add("cat", 1);
    groups.add("dog", 1);
    assertEquals(List.of(), table(groups).rows());
    assertEquals("Labels: none twice (2 different ones).", table(groups).note());
  }

  @Test
  void memoryIsBoundedHoweverManyFoldersThereAre() {
    Groups groups = new Groups(By.FOLDER);
    for (int i = 0; i < 30_000; i++) {
      groups.add("folder " + i % 15_000, 1);
    }
    GroupTable table = table(groups);
    assertEquals(100, table.rows().size());
    assertEquals("The 100 largest of 10,000. 10,000 images of still others.", table.note());
  }

  @Test
  void foldersThatAreClassesAreLikeThem() {
    Groups classes = new Groups(By.TRUTH);
    Groups folders = new Groups(By.FOLDER);
    for (String name : List.of("a", "a", "b")) {
      classes.add(name, 1);
      folders.add("photos/" + name, 1);
    }
    assertTrue(folders.isLike(classes));
    folders.add("photos/b"); // failed, so that no class has it
    assertTrue(!folders.isLike(classes));
  }
}
