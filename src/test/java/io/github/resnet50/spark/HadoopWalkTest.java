package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.PassedOver;
import io.github.resnet50.image.PassedOver.Count;
import io.github.resnet50.image.PassedOver.Reason;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkRules;
import io.github.resnet50.image.walk.WalkText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** On local files, as Hadoop sees them. */
@DisabledOnOs(OS.WINDOWS)
class HadoopWalkTest {
  @TempDir Path folder;

  @BeforeAll
  static void needsTheRuntimeOfACluster() {
    try {
      Configuration unused = new Configuration();
    } catch (NoClassDefFoundError e) {
      abort("Hadoop's runtime is the cluster's: " + e.getMessage());
    }
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
  }

  private HadoopWalk walk(WalkRules rules) {
    String root = folder.toUri().toString();
    return new HadoopWalk(root, ScanOptions.of(List.of(root), rules), new Configuration());
  }

  private static List<String> names(HadoopWalk walk) {
    List<String> names = new ArrayList<>();
    walk.forEachRemaining((ImageRef ref) -> names.add(ref.name().replaceFirst(".*/", "")));
    return names;
  }

  @Test
  void whatIsPassedOverIsCountedByName() throws IOException {
    files("a.jpg", "b/c.JP2", "b/d.tga", "b/notes.txt", "noSuffix", ".h.jpg", ".h/i.jpg");
    files("@eaDir/j.jpg", "__MACOSX/k.jpg", "x/l.jpg", "Thumbs.db", "y/z/m.jpg");
    HadoopWalk walk = walk(new WalkRules(List.of(), List.of("x"), 2, false, false));
    assertEquals(List.of("a.jpg"), names(walk));
    PassedOver passed = walk.counts().passedOver();
    assertEquals(
        Map.of(
            Reason.SUFFIX, new Count(4, 2, 0, 0),
            Reason.HIDDEN, new Count(1, 1, 1, 0),
            Reason.SYSTEM, new Count(1, 0, 2, 0),
            Reason.EXCLUDED, new Count(0, 0, 1, 0),
            Reason.TOO_DEEP, new Count(0, 0, 1, 0)),
        passed.reasons());
    assertEquals(
        "3 files that look like photographs were not taken: 1 .jp2, 1 .tga (cannot be read;"
            + " convert them, to JPEG say), 1 hidden (--hidden); not entered: 1 @eaDir, 1 __MACOSX"
            + " (of the system; --hidden)",
        WalkText.note(passed).orElseThrow());
  }

  @Test
  void theRulesAreThoseOfTheLocalWalk() throws IOException {
    files("a.jpg", ".b.jpg", "@eaDir/c.jpg", "d/e/f.jpg");
    assertEquals(
        List.of(".b.jpg", "a.jpg", "c.jpg"),
        names(walk(new WalkRules(List.of(), List.of(), 2, true, false))));
  }
}
