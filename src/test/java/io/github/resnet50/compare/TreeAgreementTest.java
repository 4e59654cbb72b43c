package io.github.resnet50.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.compare.ComparisonReport.Common;
import io.github.resnet50.compare.TreeAgreement.CommonNode;
import io.github.resnet50.compare.TreeAgreement.Level;
import io.github.resnet50.compare.TreeAgreement.Levels;
import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.decision.TaxonomyFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeAgreementTest {
  private static final String HEADER =
      "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob\n";

  @TempDir Path folder;

  private Path file(String name, String... classes) throws IOException {
    StringBuilder text = new StringBuilder(HEADER);
    for (int i = 0; i < classes.length; i++) {
      int index = List.of("beagle", "tabby", "oak", "n02088364", "n02123045").indexOf(classes[i]);
      text.append("%d.jpg,ok,,1,1,%d,%s,%s,0.5\n".formatted(i, index, classes[i], classes[i]));
    }
    return Files.writeString(folder.resolve(name), text);
  }

  private Taxonomy tree(String text) throws IOException {
    return TaxonomyFile.read(Files.writeString(folder.resolve("tree.csv"), text));
  }

  @Test
  void countsHowDeepClassesAgree() throws IOException {
    Path a = file("a.csv", "beagle", "beagle", "beagle", "tabby");
    Path b = file("b.csv", "beagle", "tabby", "oak", "beagle");
    Taxonomy tree =
        tree(
            """
            beagle,dog
            dog,animal
            dog,pet
            tabby,animal
            tabby,pet
            oak,plant
            animal,thing
            pet,thing
            plant,thing
            """);
    ComparisonReport report = new Comparison(null).in(tree).compare("A", a, "B", b);
    assertEquals(
        new Levels(
            folder.resolve("tree.csv").toString(),
            4,
            0,
            List.of(
                new Level(0, 1, 1, List.of(new CommonNode("thing", "thing", 1))),
                new Level(1, 0.75, 2, List.of(new CommonNode("animal", "animal", 2))))),
        report.byLevel());
    assertEquals(new Common("animal", "animal"), report.differences().get(0).common());
    List<String> lines = report.lines();
    assertTrue(lines.contains("    1  0.7500       2  animal (2)"), lines.toString());
    assertTrue(
        lines.contains("  1.jpg: beagle (0.500) / tabby (0.500), both animal"), lines.toString());
    StringWriter csv = new StringWriter();
    report.writeCsv(csv);
    assertTrue(
        csv.toString().contains("1.jpg,,0,beagle,beagle,0.5,1,tabby,tabby,0.5,animal,animal\n"));
  }

  @Test
  void whatHasNothingInCommonIsTold() throws IOException {
    Path a = file("a.csv", "beagle", "beagle");
    Path b = file("b.csv", "tabby", "beagle");
    ComparisonReport report =
        new Comparison(null).in(tree("beagle,dog\ntabby,cat\n")).compare("A", a, "B", b);
    assertEquals(1, report.byLevel().apart());
    assertNull(report.differences().get(0).common());
    assertTrue(report.levelsHeading().endsWith("2 images; nothing in common: 1"));
  }

  @Test
  void wordNetIsTakenWhereItHasTheClasses() throws IOException {
    Path a = file("a.csv", "n02088364");
    Path b = file("b.csv", "n02123045");
    ComparisonReport report = new Comparison(null).compare("A", a, "B", b);
    assertEquals("carnivore", report.differences().get(0).common().label());
    Path own = file("c.csv", "beagle");
    assertNull(new Comparison(null).compare("A", own, "B", own).byLevel());
    Taxonomy other = tree("a,b\n");
    assertTrue(
        assertThrows(
                MalformedFileException.class,
                () -> new Comparison(null).in(other).compare("A", own, "B", own))
            .getMessage()
            .startsWith("none of the 1 classes is in "));
  }
}
