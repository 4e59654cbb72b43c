package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.image.walk.WalkRules;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.LabelledImages;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Labels in archives, as in WebDataset's shards, on a fake model that tells three colours apart.
 */
@Timeout(60)
class ShardLabelsTest {
  private static final List<Color> COLOURS =
      List.of(new Color(200, 0, 0), new Color(0, 200, 0), new Color(0, 0, 200));

  @TempDir Path folder;
  private Cli cli;
  private String model;

  /** A file in an archive. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  private record Member(String name, byte[] content) {
    static Member text(String name, String text) {
      return new Member(name, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    model = ToyModel.unread(folder.resolve("model"), "red", "green", "blue").toString();
  }

  private Member image(String name, int colour) throws IOException {
    Path file = TestImages.plain(folder.resolve("one.png"), 8, 8, COLOURS.get(colour));
    return new Member(name, Files.readAllBytes(file));
  }

  private Result evaluate(String... arguments) {
    return cli.run(List.of("evaluate", "-m", model), arguments);
  }

  private static byte[] tar(List<Member> members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Member member : members) {
        TarArchiveEntry entry = new TarArchiveEntry(member.name());
        entry.setSize(member.content().length);
        tar.putArchiveEntry(entry);
        tar.write(member.content());
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private Path archive(String name, List<Member> members) throws IOException {
    Path file = folder.resolve(name);
    if (name.endsWith(".zip")) {
      try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
        for (Member member : members) {
          zip.putNextEntry(new ZipEntry(member.name()));
          zip.write(member.content());
        }
      }
    } else if (name.endsWith(".gz")) {
      try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(tar(members));
      }
    } else {
      Files.write(file, tar(members));
    }
    return file;
  }

  /** 30 samples; every tenth is labelled with another colour than it has. */
  private List<Member> samples() throws IOException {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      int colour = i % 3;
      int label = i % 10 == 9 ? (colour + 1) % 3 : colour;
      String name = List.of("red", "green", "blue").get(label);
      String key = "a.b/%03d".formatted(i);
      members.add(image(key + ".png", colour));
      members.add(
          switch (i % 4) {
            case 0 -> Member.text(key + ".cls", label + "\n");
            case 1 -> Member.text(key + ".cls", name);
            case 2 -> Member.text(key + ".json", "{\"id\": 2, \"label\": " + label + "}");
            default ->
                Member.text(
                    key + ".json",
                    "{\"x\": [1], \"y\": {\"class\": {\"name\": \"%s\"}}}".formatted(name));
          });
    }
    return members;
  }

  private static void assertScored(Result result) {
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(
        result.out().contains("on 30 of 30 images (labels: .cls and .json in archives)"),
        result.out());
    assertTrue(result.out().contains("top1               0.9000"), result.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"s.tar", "s.tar.gz", "s.zip"})
  void samplesAreScoredInAnyOrder(String name) throws IOException {
    List<Member> members = samples();
    assertScored(evaluate(archive(name, members).toString()));
    Collections.shuffle(members, new Random(1));
    Path file = archive(name, members);
    assertScored(evaluate(file.toString()));
    if (!name.endsWith(".zip")) {
      assertScored(
          cli.input(Files.readAllBytes(file)).run(List.of("evaluate", "-m", model), "--tar", "-"));
    }
    Path predictions = folder.resolve("p.csv");
    cli.run("classify", "-m", model, "-q", file.toString(), "-o", predictions.toString());
    assertScored(evaluate("--predictions", predictions.toString(), file.toString()));
    List<LabelledImages.LabelledImage> labelled = read(file);
    assertEquals(30, labelled.size());
    assertTrue(labelled.stream().noneMatch(image -> image.labels().isEmpty()));
  }

  private static List<LabelledImages.LabelledImage> read(Path path) {
    try {
      return LabelledImages.read(path, WalkRules.DEFAULT).images();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void shardsAreFoundByTheirNumbersAndInFolders() throws IOException {
    Files.createDirectory(folder.resolve("shards"));
    List<Member> members = samples();
    archive("shards/s-00.tar", members.subList(0, 21)); // a sample's label is in the next: not its
    archive("shards/s-01.tar", members.subList(22, 60));
    for (String path : List.of("shards", "shards/s-{00..01}.tar")) {
      Result result = evaluate(folder.resolve(path).toString());
      assertTrue(result.out().contains("on 29 of 30 images"), result.out() + result.err());
      assertTrue(
          result.err().contains("1 image has no label, such as")
              && result.err().contains("/010.png"),
          result.err());
      assertEquals(30, read(folder.resolve(path)).size());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "cls | `` | 1 file of labels cannot be read, such as @/x.cls: it is empty",
        "cls | 7 | 1 of 7 labels names no class: 7 (1 image, such as @/x.png)",
        "cls | 1␤2 | @/x.cls: more than one line; expected a class's id, name or index",
        "json | {\"label\": | @/x.json: no JSON:",
        "json | {\"label\": 1} 2 | @/x.json: no JSON:",
        "json | {\"label\": [0, 1]} | @/x.json: \"label\" is a list of 2",
        "json | {\"label\": 0.5} | \"label\" is 0.5; expected a class's id, name or index",
        "json | {\"label\": true} | \"label\" is true; expected",
        "json | {\"caption\": \"a dog\"} | 1 image has no label, such as @/x.png",
        "txt | red | 1 image has no label, such as @/x.png",
      })
  void aLabelThatCannotBeTakenIsToldWithItsPlace(String suffix, String text, String expected)
      throws IOException {
    List<Member> members = samples();
    members.add(image("x.png", 0));
    members.add(Member.text("x." + suffix, text == null ? "" : text.replace('␤', '\n')));
    Path file = archive("s.tar", members);
    Result result = evaluate(file.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("on 30 of 31 images"), result.out());
    assertTrue(result.err().contains(expected.replace("@", file.toString())), result.err());
    Result stream =
        cli.input(Files.readAllBytes(file)).run(List.of("evaluate", "-m", model), "--tar", "-");
    assertTrue(stream.out().contains("on 30 of 31 images"), stream.out());
    assertTrue(stream.err().contains(expected.replace("@/", "")), stream.err());
  }

  @Test
  void labelsThatContradictEachOtherAreNotScored() throws IOException {
    List<Member> members = samples();
    members.add(image("x.png", 0));
    members.add(Member.text("x.cls", "0"));
    members.add(Member.text("x.json", "{\"label\": \"blue\"}"));
    members.add(image("y.png", 0));
    members.add(Member.text("y.cls", "0"));
    members.add(Member.text("y.json", "{\"label\": \"red\"}")); // the same
    members.add(Member.text("z.cls", "0"));
    Result result = evaluate(archive("s.tar", members).toString());
    assertTrue(result.out().contains("on 31 of 32 images"), result.out());
    assertTrue(
        result.err().contains("0 blue is 2 classes: red (index 0), blue (2)")
            && result.err().contains("s.tar/x.png"),
        result.err());
    assertTrue(
        result.err().contains("1 label in archives belongs to no image, such as that of"),
        result.err());
  }

  @Test
  void commandsThatReadOnceScoreNoContradictionEither() throws Exception {
    List<Member> members = samples();
    members.add(image("x.png", 0));
    members.add(Member.text("x.cls", "red"));
    members.add(Member.text("x.json", "{\"label\": \"blue\"}"));
    members.add(image("y.png", 0));
    members.add(Member.text("y.cls", ""));
    LabelIndex classes =
        new LabelIndex(Stream.of("red", "green", "blue").map(Label::parse).toList());
    LabelledImages images = LabelledImages.read(archive("s.tar", members), WalkRules.DEFAULT);
    assertEquals(30, images.match(classes).known().size());
    String notes = images.notes(classes).toString();
    assertTrue(notes.contains("red blue is 2 classes: red (index 0), blue (2)"), notes);
    assertTrue(notes.contains("s.tar/y.cls: it is empty"), notes);
    assertTrue(notes.contains("1 image has no label, such as"), notes);
  }

  @Test
  void labelsOfAFileMayLieBehindAnyNumberOfImages() throws IOException {
    List<Member> members = new ArrayList<>();
    for (int i = 0; i <= 10_001; i++) {
      members.add(Member.text(i + ".png", "x"));
    }
    members.add(Member.text("0.cls", "red"));
    assertEquals(List.of("red"), read(archive("s.tar", members)).get(0).labels());
  }

  @Test
  void anArchiveInAFolderIsNoClass() throws IOException {
    Files.createDirectories(folder.resolve("data"));
    List<Member> members = new ArrayList<>();
    for (Map.Entry<String, Integer> each : Map.of("red", 0, "green", 1, "blue", 2).entrySet()) {
      members.add(image(each.getKey() + "/deep/1.png", each.getValue()));
    }
    archive("data/val.tar", members);
    Path data = folder.resolve("data");
    Result result = evaluate(data.toString());
    assertTrue(result.out().contains("on 3 of 3 images"), result.out() + result.err());
    assertEquals(
        Set.of("red", "green", "blue"),
        read(data).stream().flatMap(image -> image.labels().stream()).collect(Collectors.toSet()));
  }

  @Test
  void withoutLabelsOfItsOwnAnArchiveIsAFolderOfClassFolders() throws IOException {
    List<Member> members = new ArrayList<>();
    for (Map.Entry<String, Integer> each : Map.of("red", 0, "green", 1, "blue", 2).entrySet()) {
      members.add(image("set/" + each.getKey() + "/1.png", each.getValue()));
      members.add(Member.text("set/" + each.getKey() + "/1.json", "{\"url\": \"x\"}"));
    }
    Result result =
        evaluate(
            archive("s.tar", members).toString() + "/set", archive("s.tar", members).toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode()); // no entry is called set
    members.replaceAll(m -> new Member(m.name().substring(4), m.content()));
    result = evaluate(archive("s.tar", members).toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(result.out().contains("on 3 of 3 images (labels: class folders)"), result.out());
    result = cli.input(tar(members)).run(List.of("evaluate", "-m", model), "--tar", "-");
    assertTrue(result.out().contains("on 3 of 3 images (labels: class folders)"), result.out());
  }

  @Test
  void anArchiveThatIsCutOffInALabelHasARecordOfThat() throws IOException {
    List<Member> members =
        List.of(
            image("1.png", 0),
            Member.text("1.cls", "0"),
            image("2.png", 1),
            Member.text("2.cls", "1" + " ".repeat(100)));
    int blocks = 0;
    for (Member member : members) {
      blocks += 1 + (member.content().length + 511) / 512;
    }
    byte[] cut = Arrays.copyOf(tar(members), (blocks - 1) * 512 + 10);
    Path file = Files.write(folder.resolve("s.tar"), cut);
    for (Result result :
        List.of(
            evaluate(file.toString()),
            cli.input(cut).run(List.of("evaluate", "-m", model), "--tar", "-"))) {
      assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
      assertTrue(result.err().contains("the archive ends in the middle of it"), result.err());
    }
  }

  @Test
  void whatIsPassedOverLabelsNothing() throws IOException {
    List<Member> members = samples();
    members.add(Member.text("a.b/._000.cls", "\0\5\26\7"));
    members.add(Member.text("a.b/._000.json", "\0\5\26\7"));
    members.add(image("out/1.png", 0));
    members.add(Member.text("out/1.cls", "0"));
    Path file = archive("s.tar", members);
    Result result = evaluate(file.toString(), "--exclude", "out");
    assertScored(result);
    assertFalse(result.err().contains("labels cannot be read"), result.err());
    assertFalse(result.err().contains("to no image"), result.err());
  }

  @Test
  void aListThatComesOnceHasItsNoteAfterwards() throws IOException {
    List<Member> members = samples();
    members.add(Member.text("none.cls", "0"));
    Path file = archive("s.tar", members);
    Result result =
        cli.input(file.toString().getBytes(StandardCharsets.UTF_8))
            .run(List.of("evaluate", "-m", model), "--files-from", "-");
    assertTrue(result.err().contains("1 label in archives belongs to no image"), result.err());
  }

  @Test
  void aStreamIsNotReadTwice() {
    for (List<String> more :
        List.of(List.of("--corruptions", "blur"), List.of("--input-size", "8,16"))) {
      List<String> line = new ArrayList<>(List.of("--tar", "-"));
      line.addAll(more);
      Result result = evaluate(line.toArray(String[]::new));
      assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
      assertTrue(result.err().contains("--tar"), result.err());
    }
  }
}
