package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TagCommandTest {
  private static final String HEADER =
      "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob";

  @TempDir Path home;
  private Path photos;
  private Path predictions;
  private Cli cli;

  @BeforeEach
  void open() throws IOException {
    cli = new Cli(home);
    photos = Files.createDirectory(home.resolve("photos"));
    predictions = home.resolve("p.csv");
  }

  /** Images are never opened: any bytes will do. */
  private String image(String name, String id, String label, double probability)
      throws IOException {
    Path file = photos.resolve(name);
    Files.writeString(file, name);
    int index = label.equals("tabby") ? 1 : 0;
    return "%s,ok,,1,1,%d,%s,%s,%s%n".formatted(file, index, id, label, probability);
  }

  private void predict(String... rows) throws IOException {
    Files.writeString(predictions, HEADER + "\n" + String.join("", rows));
  }

  private Result tag(String... options) {
    return cli.run(Cli.args(List.of("tag", predictions.toString()), options));
  }

  private static String foreign(String program) throws IOException {
    try (InputStream in =
        TagCommandTest.class.getResourceAsStream("/io/github/resnet50/tag/" + program + ".xmp")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Names, contents and times: what a run that changes nothing leaves alone. */
  private Map<String, String> tree() throws IOException {
    Map<String, String> tree = new TreeMap<>();
    try (Stream<Path> files = Files.list(photos)) {
      for (Path file : files.toList()) {
        tree.put(
            file.getFileName().toString(),
            Files.isDirectory(file)
                ? "folder"
                : Files.getLastModifiedTime(file) + Files.readString(file));
      }
    }
    return tree;
  }

  @Test
  void plansWritesReplacesAndTakesOut() throws Exception {
    predict(
        image("a.jpg", "n02088364", "beagle", 0.9),
        image("b.cr2", "n02123045", "tabby", 0.8),
        image("c.jpg", "n02123045", "tabby", 0.3));
    Files.writeString(photos.resolve("b.xmp"), foreign("darktable"));
    Map<String, String> before = tree();
    Result plan = tag();
    assertEquals(ExitCode.OK, plan.exitCode(), plan.err());
    assertEquals(
        """
        keyword            added  removed
        animal/cat/tabby   1      0
        animal/dog/beagle  1      0
        3 records, 2 sidecars: 1 new, 1 changed, 0 deleted; 0 as they are
        left out: 1 less sure than --min-prob: %s
        """
            .formatted(photos.resolve("c.jpg")),
        plan.out());
    assertEquals("resnet50: nothing is written yet: --apply does it\n", plan.err());
    assertEquals(before, tree());
    assertEquals(ExitCode.OK, tag("--apply").exitCode());
    assertEquals(before.size() + 1, tree().size());
    assertTrue(Files.readString(photos.resolve("b.xmp")).contains("<rdf:li>animal|cat|tabby<"));
    Map<String, String> tagged = tree();
    Result again = tag("--apply");
    assertTrue(again.out().contains("0 sidecars: 0 new, 0 changed, 0 deleted; 2 as"), again.out());
    assertEquals(tagged, tree(), "the second run changes nothing, not even a time");

    predict(
        image("a.jpg", "n02123045", "tabby", 0.9),
        image("b.cr2", "n02123045", "tabby", 0.4),
        image("c.jpg", "n02123045", "tabby", 0.3));
    Result better = tag("--apply", "-v");
    assertTrue(
        better
            .out()
            .startsWith(
                "change %s: +animal/cat/tabby -animal/dog/beagle\nchange %s: -animal/cat/tabby\n"
                    .formatted(photos.resolve("a.jpg.xmp"), photos.resolve("b.xmp"))),
        better.out());
    assertEquals(foreign("darktable"), Files.readString(photos.resolve("b.xmp")));
    Result removed = tag("--remove", "--apply", "-q");
    assertEquals("", removed.out() + removed.err());
    assertEquals(before.keySet(), tree().keySet(), "our own sidecar is gone");
  }

  @Test
  void whatIsWrongWithASidecarIsToldAndTheOthersGoOn() throws Exception {
    String doctype = "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><x>&a;</x>";
    Map<String, String> sidecars =
        Map.of("broken", "<x", "doctype", doctype, "norfd", "<x/>", "latin", "<x>\u00e9</x>");
    StringBuilder rows = new StringBuilder();
    for (Map.Entry<String, String> sidecar : new TreeMap<>(sidecars).entrySet()) {
      rows.append(image(sidecar.getKey() + ".jpg", "n02088364", "beagle", 0.9));
      Files.writeString(
          photos.resolve(sidecar.getKey() + ".jpg.xmp"),
          sidecar.getValue(),
          StandardCharsets.ISO_8859_1);
    }
    rows.append(image("folder.jpg", "n02088364", "beagle", 0.9));
    Files.createDirectory(photos.resolve("folder.jpg.xmp"));
    rows.append(image("good.jpg", "n02088364", "beagle", 0.9));
    predict(rows.toString());
    Result result = tag("--apply");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode());
    assertEquals(
        """
        resnet50: %1$s/broken.jpg.xmp: no well-formed XML, at line 1: XML document structures must start and end within the same entity.
        resnet50: %1$s/doctype.jpg.xmp: has a document type or entities of its own; no XMP has
        resnet50: %1$s/latin.jpg.xmp: has bytes that are no text in UTF-8
        resnet50: %1$s/norfd.jpg.xmp: no XMP: it has no rdf:RDF
        resnet50: %1$s/folder.jpg.xmp: is a folder
        """
            .formatted(photos),
        result.err());
    assertEquals(doctype, Files.readString(photos.resolve("doctype.jpg.xmp")));
    assertTrue(Files.exists(photos.resolve("good.jpg.xmp")), "the others go on");
    Result quiet = tag("--apply", "-q");
    assertEquals(1, quiet.errLines().size(), quiet.err());
    assertTrue(
        quiet.err().startsWith("resnet50: 5 of 6 images left out: " + photos + "/broken.jpg.xmp"),
        quiet.err());
  }

  @Test
  void whatHasNoSidecarOfItsOwnIsLeftOut() throws Exception {
    Files.writeString(
        predictions,
        """
        path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob,x,y
        %1$s/tile.tif,ok,,64,64,0,n02088364,beagle,0.9,0,0
        %1$s/gone.jpg,ok,,64,64,0,n02088364,beagle,0.9,,
        %1$s/bad.jpg,failed,Corrupt: it is,,,,,,,,
        %1$s/a.jpg,ok,,64,64,0,n02088364,beagle,0.9,,
        %1$s/a.jpg,ok,,64,64,1,n02123045,tabby,0.9,,
        """
            .formatted(photos));
    for (String name : new String[] {"tile.tif", "bad.jpg", "a.jpg"}) {
      Files.writeString(photos.resolve(name), "");
    }
    Result result = tag("--apply");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.out());
    for (String why :
        new String[] {"recorded twice", "not classified", "not there", "tiles, which"}) {
      assertTrue(result.out().contains("left out: 1 " + why), result.out());
    }
    assertTrue(Files.readString(photos.resolve("a.jpg.xmp")).contains("beagle"));
    assertFalse(Files.exists(photos.resolve("tile.tif.xmp")));
  }

  @Test
  void whereNoImageIsThereTheFolderIsAskedFor() throws Exception {
    predict("gone.jpg,ok,,1,1,0,n02088364,beagle,0.9\n");
    Result result = tag();
    assertEquals(ExitCode.NO_IMAGE, result.exitCode());
    assertTrue(result.err().contains("--base names the folder"), result.err());
    image("gone.jpg", "", "", 0);
    assertEquals(ExitCode.OK, tag("--base", photos.toString(), "--apply").exitCode());
    assertTrue(Files.exists(photos.resolve("gone.jpg.xmp")));
  }

  @Test
  void anAnswerThatNoRecordHasIsRefused() throws Exception {
    predict(image("a.jpg", "n02088364", "beagle", 0.9));
    Result result = tag("--by", "rollup");
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("--rollup"), result.err());
    Result rolled = tag("--by", "rollup", "--rollup", "0.95", "--min-prob", "0");
    assertEquals(ExitCode.OK, rolled.exitCode(), rolled.err());
  }

  /** Of 255 bytes that a name may have, a sidecar's takes four more than its image's. */
  @Test
  void aNameThatIsTooLongFailsAlone() throws Exception {
    String fits = "f".repeat(247) + ".jpg";
    String tooLong = "t".repeat(248) + ".jpg";
    predict(
        image(tooLong, "n02088364", "beagle", 0.9),
        image("a.jpg", "n02088364", "beagle", 0.9),
        image(fits, "n02088364", "beagle", 0.9),
        image("u" + tooLong.substring(1), "n02088364", "beagle", 0.1));
    for (String[] how : new String[][] {{}, {"--apply"}}) {
      Result result = tag(how);
      assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
      assertTrue(result.out().contains("4 records, 2 sidecars: 2 new"), result.out());
      assertEquals(
          "resnet50: "
              + photos.resolve(tooLong)
              + ".xmp: its name is too long, 256 bytes of 255 that file systems take; --sidecar"
              + " stem makes shorter ones",
          result.errLines().get(0));
    }
    assertTrue(Files.exists(photos.resolve("a.jpg.xmp")));
    assertTrue(Files.exists(photos.resolve(fits + ".xmp")));
    assertEquals(6, tree().size(), tree().keySet().toString());
    assertEquals(ExitCode.OK, tag("--apply", "--sidecar", "stem").exitCode());
    assertEquals(ExitCode.OK, tag("--apply", "--remove").exitCode());
    assertEquals(4, tree().size(), tree().keySet().toString());
  }
}
