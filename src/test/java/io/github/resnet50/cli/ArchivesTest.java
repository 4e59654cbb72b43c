package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TimeZone;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives as inputs, sound and hostile. */
@Timeout(120)
class ArchivesTest {
  private static final int IMAGES = 9;
  private static final FileTime TIME = FileTime.fromMillis(1_600_000_000_000L);

  @TempDir Path folder;
  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home")).on(new FakeEngine());
    images = TestImages.numbered(folder.resolve("images"), IMAGES);
    Files.createDirectory(images.resolve("sub"));
    Files.move(images.resolve("003.png"), images.resolve("sub/003.png"));
    Files.writeString(images.resolve("notes.txt"), "no image");
    model = ToyModel.unread(folder.resolve("model")).toString();
  }

  /** What goes into a tar besides files. */
  private interface TarContent {
    void addTo(TarArchiveOutputStream tar) throws IOException;
  }

  private byte[] tar(TarContent more) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (String name : Folders.relativeFiles(images)) {
        add(tar, name, Files.readAllBytes(images.resolve(name)));
      }
      more.addTo(tar);
    }
    return bytes.toByteArray();
  }

  private static void add(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    entry.setModTime(TIME);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void addOther(TarArchiveOutputStream tar, String name, byte type, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type, true);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  /** All images in an archive of the suffix's kind. */
  private Path archive(String suffix) throws IOException {
    Path file = folder.resolve("photos." + suffix);
    byte[] tar = tar(none -> {});
    try (OutputStream out = Files.newOutputStream(file)) {
      switch (suffix) {
        case "tar" -> out.write(tar);
        case "tar.gz", "tgz" -> compress(new GZIPOutputStream(out), tar);
        case "tar.zst" -> compress(new ZstdOutputStream(out), tar);
        default -> {
          ZipOutputStream zip = new ZipOutputStream(out);
          for (String name : Folders.relativeFiles(images)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(Files.readAllBytes(images.resolve(name)));
          }
          zip.finish();
        }
      }
    }
    return file;
  }

  private static void compress(OutputStream compressed, byte[] bytes) throws IOException {
    try (compressed) {
      compressed.write(bytes);
    }
  }

  private Result classify(String... arguments) {
    return cli.run(List.of("classify", "-m", model, "-b", "4"), arguments);
  }

  private List<String> records(Path input, String... arguments) {
    Result result = classify(Cli.args(List.of(input.toString(), "-q"), arguments));
    return result.outLines().stream()
        .skip(1)
        .map(line -> line.replace(input + "/", ""))
        .sorted()
        .toList();
  }

  private static List<String> names(List<String> records) {
    return records.stream().map(line -> line.substring(0, line.indexOf(','))).toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tar.gz", "tgz", "tar.zst", "zip"})
  void anArchiveGivesTheRecordsOfItsFolder(String suffix) throws IOException {
    List<String> expected = records(images);
    assertEquals(IMAGES, expected.size());
    Path archive = archive(suffix);
    assertEquals(expected, records(archive));
    Path other = Files.createDirectory(folder.resolve("in"));
    Files.move(archive, other.resolve("photos." + suffix));
    assertEquals(
        expected.stream().map(line -> "photos." + suffix + "/" + line).toList(), records(other));
    assertEquals(IMAGES - 1, records(other, "--exclude", "sub/").size());
    assertEquals(IMAGES - 1, records(other, "--max-depth", "2").size());
    assertEquals(List.of(), records(other, "--max-depth", "1"));
    assertEquals(List.of(), records(other, "--exclude", "photos.*"));
    assertEquals(1, records(other, "--include", "**/sub/*.png").size());
    // One of its entries, by the name that its record has.
    String entry = other + "/photos." + suffix + "/sub/003.png";
    Result one = classify(entry);
    assertEquals(ExitCode.OK, one.exitCode(), one.err());
    assertTrue(one.out().contains("\n" + entry + ",ok,"), one.out());
    assertEquals(ExitCode.NO_IMAGE, classify("-o", folder + "/o.csv", entry + "x").exitCode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tar.gz", "zip"})
  void runsOverArchivesAreGoneOnWithAndBroughtUpToDate(String suffix) throws IOException {
    Path archive = archive(suffix);
    String[] run = {archive.toString(), "-o", folder + "/o.csv"};
    classify(run);
    byte[] before = Files.readAllBytes(folder.resolve("o.csv"));
    Result again = classify(Cli.args(Arrays.asList(run), "--resume"));
    assertTrue(again.err().contains("nothing to do"), again.err());
    TestImages.plain(images.resolve("005.png"), 6, 6, Color.PINK);
    archive(suffix);
    Result changed = classify(Cli.args(Arrays.asList(run), "--update"));
    assertTrue(changed.err().contains("0 new, 1 changed, 0 gone, 8 unchanged"), changed.err());
    assertTrue(!Arrays.equals(before, Files.readAllBytes(folder.resolve("o.csv"))));
    Files.writeString(archive, "x".repeat(1000));
    Result damaged = classify(Cli.args(Arrays.asList(run), "--update"));
    assertTrue(damaged.err().contains("9 missing but kept"), damaged.err());
  }

  private static List<String> names(Path output) throws IOException {
    return names(Files.readAllLines(output));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tar.gz", "tar.zst"})
  void whatIsBehindACutKeepsItsRecords(String suffix) throws IOException {
    Path archive = archive(suffix);
    byte[] whole = Files.readAllBytes(archive);
    Path output = folder.resolve("o.csv");
    String[] update = {"-o", output.toString(), "--update"};
    // Of a tar: within an image, between two entries, within a header, within what is no image.
    List<Integer> ends =
        suffix.equals("tar")
            ? List.of(0, 4 * 1024 + 512 + 20, 4 * 1024, 4 * 1024 + 100, (IMAGES - 1) * 1024 + 515)
            : List.of(0, whole.length / 4, whole.length / 3, whole.length / 2, whole.length - 20);
    for (int end : ends) {
      Files.write(archive, whole);
      classify(archive.toString(), "-o", output.toString(), "--overwrite", "-q");
      List<String> before = names(output);
      byte[] cut = Arrays.copyOf(whole, end);
      Files.write(archive, cut);
      Result ofFile = classify(Cli.args(List.of(archive.toString()), update));
      assertTrue(names(output).containsAll(before), end + ": " + ofFile.err());
      on(whole);
      classify("--tar", "-", "-o", output.toString(), "--overwrite", "-q");
      before = names(output);
      assertEquals(IMAGES + 1, before.size());
      on(cut);
      Result ofStream = classify(Cli.args(List.of("--tar", "-"), update));
      assertTrue(names(output).containsAll(before), end + ": " + ofStream.err());
      on(whole);
      Result again = classify(Cli.args(List.of("--tar", "-"), update));
      assertEquals(ExitCode.OK, again.exitCode(), again.err());
      assertEquals(before, names(output));
    }
  }

  @Test
  void aStreamIsNotLookedThroughByContent() throws IOException {
    on(Files.readAllBytes(archive("tar")));
    Result refused = classify("--tar", "-", "-o", folder + "/o.csv", "--update", "--by-content");
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(refused.err().contains("--by-content does not go with --tar"), refused.err());
  }

  @Test
  void aRangeIsBroughtUpToDate() throws IOException {
    Files.copy(archive("tar"), folder.resolve("s-1.tar"));
    Files.copy(archive("tar"), folder.resolve("s-2.tar"));
    String[] update = {folder + "/s-{1..2}.tar", "-o", folder + "/o.csv", "--update"};
    classify(update);
    Result again = classify(update);
    assertEquals(ExitCode.OK, again.exitCode(), again.err());
    assertTrue(again.err().contains("0 gone, 18 unchanged"), again.err());
  }

  @Test
  void aZipIsTheSameInAnyTimeZone() throws IOException {
    String[] update = {archive("zip").toString(), "-o", folder + "/o.csv", "--update"};
    TimeZone here = TimeZone.getDefault();
    try {
      TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Auckland"));
      classify(update);
      TimeZone.setDefault(TimeZone.getTimeZone("America/Lima"));
      Result there = classify(update);
      assertTrue(there.err().contains("0 new, 0 changed, 0 gone, 9 unchanged"), there.err());
    } finally {
      TimeZone.setDefault(here);
    }
  }

  @Test
  void inAFolderAnArchiveThatCannotBeReadIsPassedOver() throws IOException {
    Path in = Files.createDirectory(folder.resolve("in"));
    Files.copy(images.resolve("000.png"), in.resolve("a.png"));
    Path zip = Files.move(archive("zip"), in.resolve("photos.zip"));
    Path output = folder.resolve("o.csv");
    classify(in.toString(), "-o", output.toString(), "-q");
    byte[] before = Files.readAllBytes(output);
    byte[] whole = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(whole, whole.length / 2));
    Files.write(in.resolve("b.tar"), new byte[0]);
    Files.writeString(in.resolve("c.tar"), "no tar at all".repeat(99));
    Files.writeString(in.resolve("d.tgz"), "no tar at all".repeat(99));
    byte[] encrypted = whole.clone();
    int directory = new String(whole, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    encrypted[directory + 8] |= 1;
    Files.write(in.resolve("e.zip"), encrypted);
    Result result = classify(in.toString(), "-o", output.toString(), "--update");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(
        result
            .err()
            .contains(
                "not entered: 5 archives that cannot be read (damaged, encrypted or not whole)"),
        result.err());
    assertTrue(result.err().contains("0 gone, 9 missing but kept, 1 unchanged"), result.err());
    assertArrayEquals(before, Files.readAllBytes(output));
    for (String name : List.of("photos.zip", "c.tar", "d.tgz", "e.zip")) {
      Result named = classify(in.resolve(name).toString());
      assertEquals(ExitCode.SOME_FAILED, named.exitCode(), named.err());
      assertTrue(named.out().contains(name + ",failed,\"Corrupt: "), named.out());
    }
    Files.write(zip, whole);
    Result back = classify(in.toString(), "-o", output.toString(), "--update", "-q");
    assertEquals(ExitCode.OK, back.exitCode(), back.err());
    assertArrayEquals(before, Files.readAllBytes(output));
  }

  @Test
  void namesAndLinksLeadNowhere() throws IOException {
    byte[] image = Files.readAllBytes(images.resolve("000.png"));
    Path archive = folder.resolve("hostile.tar");
    Files.write(
        archive,
        tar(
            tar -> {
              add(tar, "/etc/absolute.png", image);
              add(tar, "../../up.png", image);
              add(tar, "a/./b//c.png", image);
              add(tar, "a/.hidden/c.png", image);
              add(tar, "new\nline \u00e4.png", image);
              add(tar, "x".repeat(300) + ".png", image);
              addOther(tar, "link.png", TarConstants.LF_SYMLINK, "/etc/passwd");
              addOther(tar, "hard.png", TarConstants.LF_LINK, "000.png");
              addOther(tar, "fifo.png", TarConstants.LF_FIFO, "");
            }));
    List<String> records = records(archive, "-f", "jsonl");
    assertTrue(Stream.of("etc/absolute.png", "a/b/c.png").allMatch(n -> has(records, n, "ok")));
    assertTrue(has(records, "__/__/up.png", "failed"), records.toString());
    assertTrue(has(records, "fifo.png", "failed"), records.toString());
    assertTrue(has(records, "new\\nline \u00e4.png", "ok"), records.toString());
    // The first line was taken for CSV's header.
    assertEquals(IMAGES - 1 + 6, records.size(), records.toString());
  }

  private static boolean has(List<String> records, String name, String status) {
    return records.stream()
        .anyMatch(r -> r.contains(name + "\"") && r.contains("\"status\":\"" + status + "\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tar.gz", "tar.zst", "zip"})
  void damageGivesRecordsOrOneLine(String suffix) throws IOException {
    byte[] whole = Files.readAllBytes(archive(suffix));
    Path archive = folder.resolve("damaged." + suffix);
    List<byte[]> damaged = new ArrayList<>();
    for (int end = 0; end < whole.length; end += Math.max(1, whole.length / 23)) {
      damaged.add(Arrays.copyOf(whole, end));
      byte[] flipped = whole.clone();
      flipped[end] ^= 0x55;
      damaged.add(flipped);
    }
    for (byte[] bytes : damaged) {
      Files.write(archive, bytes);
      Result result = classify(archive.toString(), "-q");
      assertTrue(
          List.of(ExitCode.OK, ExitCode.SOME_FAILED, ExitCode.NO_IMAGE).contains(result.exitCode()),
          result.err());
      assertTrue(result.errLines().size() <= 1, result.err());
    }
  }

  /** As tapes, devices and programs that unpack themselves have them. */
  @Test
  void whatStandsAroundAnArchiveDoesNotMatter() throws IOException {
    List<String> expected = records(images);
    byte[] gz = Files.readAllBytes(archive("tar.gz"));
    Path padded = folder.resolve("padded.tar.gz");
    Files.write(padded, Arrays.copyOf(gz, gz.length + 10_240));
    assertEquals(expected, records(padded));
    byte[] zip = Files.readAllBytes(archive("zip"));
    Path program = folder.resolve("program.zip");
    Files.write(program, "#!/bin/sh\nexit 0\n".getBytes(StandardCharsets.US_ASCII));
    Files.write(program, zip, StandardOpenOption.APPEND);
    assertEquals(expected, records(program));
    byte[] plain = Files.readAllBytes(archive("tar"));
    byte[] skipped = {0x5a, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3}; // as pzstd's
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int from = 0; from < plain.length; from += 5000) {
      frames.write(skipped);
      ByteArrayOutputStream frame = new ByteArrayOutputStream();
      int to = Math.min(plain.length, from + 5000);
      compress(new ZstdOutputStream(frame), Arrays.copyOfRange(plain, from, to));
      frames.write(frame.toByteArray());
    }
    frames.write(skipped);
    Path pzstd = folder.resolve("pzstd.tar.zst");
    Files.write(pzstd, frames.toByteArray());
    assertEquals(expected, records(pzstd));
    Path tar = Files.move(archive("tar"), folder.resolve("tar.zip"));
    assertEquals(expected, records(tar), "called as it is not");
  }

  @Test
  void aNameThatNoFileCanHaveIsAFailedRecord() throws IOException {
    byte[] bytes = Files.readAllBytes(archive("zip"));
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    Path zip = folder.resolve("zero.zip");
    Files.write(zip, text.replace("000.png", "0\0a.png").getBytes(StandardCharsets.ISO_8859_1));
    List<String> records = records(zip);
    assertEquals(IMAGES, records.size());
    String start = "0\\x00a.png,failed,NotAFile: its name is none";
    assertTrue(records.stream().anyMatch(r -> r.startsWith(start)), records + "");
  }

  @Test
  void checksumsAndWindowsAreLookedAt() throws IOException {
    Path zip = archive("zip");
    byte[] bytes = Files.readAllBytes(zip);
    bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2") + 16] ^= 1;
    Files.write(zip, bytes);
    Result ofZip = classify(zip.toString());
    assertEquals(1, ofZip.outLines().stream().filter(l -> l.contains(",failed,Corrupt:")).count());
    assertTrue(ofZip.out().contains("its checksum is not what the archive says"), ofZip.out());
    Path tar = archive("tar");
    bytes = Files.readAllBytes(tar);
    bytes[150] ^= 1;
    Files.write(tar, bytes);
    Result ofTar = classify(tar.toString());
    assertTrue(ofTar.out().contains("a header whose checksum is wrong"), ofTar.out());
    Path zst = folder.resolve("w.tar.zst");
    for (byte[] header : // with a window of its own, and one that is all of 2 GiB
        List.of(new byte[] {0, (byte) (18 << 3)}, new byte[] {(byte) 0xa0, 0, 0, 0, (byte) 0x80})) {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(new byte[] {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd});
      out.write(header);
      for (int block = 0; block < 3; block++) { // each compressed, of 100 bytes
        out.write(new byte[] {0x24, 3, 0});
        out.write(new byte[100]);
      }
      Files.write(zst, out.toByteArray());
      Result ofZst = classify(zst.toString());
      assertTrue(ofZst.out().contains("again without --long and --ultra"), ofZst.out());
      Result ofPipe =
          cli.input(out.toByteArray()).run(List.of("classify", "-m", model), "--tar", "-");
      assertEquals(ofZst.exitCode(), ofPipe.exitCode(), ofPipe.err());
      assertTrue(ofPipe.out().contains("again without --long and --ultra"), ofPipe.out());
    }
  }

  @Test
  void anEntryThatIsCutIsTheOneThatFails() throws IOException {
    byte[] whole = tar(none -> {});
    Path archive = folder.resolve("cut.tar");
    Files.write(archive, Arrays.copyOf(whole, 4 * 1024 + 512 + 20));
    List<String> records = records(archive);
    long failed = records.stream().filter(line -> line.contains(",failed,")).count();
    assertEquals(1, failed, records.toString());
    assertTrue(
        records.stream().anyMatch(line -> line.contains("the archive ends in the middle of it")),
        records.toString());
    assertEquals(names(records), names(records(images)).subList(0, records.size()));
  }

  @Test
  void aClaimOfSizeIsNotBelieved() throws IOException {
    Path archive = folder.resolve("claims.tar");
    byte[] whole =
        tar(
            tar -> {
              TarArchiveEntry entry = new TarArchiveEntry("huge.png");
              entry.setModTime(TIME);
              tar.putArchiveEntry(entry);
              tar.closeArchiveEntry();
            });
    int header = new String(whole, StandardCharsets.ISO_8859_1).indexOf("huge.png");
    byte[] size = "77777777777\0".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(size, 0, whole, header + 124, size.length);
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += i >= 148 && i < 156 ? ' ' : whole[header + i] & 0xff;
    }
    byte[] check = "%06o\0 ".formatted(sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(check, 0, whole, header + 148, check.length);
    Files.write(archive, whole);
    List<String> records = records(archive);
    assertEquals(IMAGES + 1, records.size(), records.toString());
    assertTrue(
        records.stream().anyMatch(line -> line.startsWith("huge.png,failed,TooLarge")),
        records.toString());
  }

  @Test
  void shardsAreNamedByARange() throws IOException {
    Path archive = archive("tar");
    Files.copy(archive, folder.resolve("s-009.tar"));
    Files.move(archive, folder.resolve("s-010.tar"));
    Result result = classify(folder + "/s-{009..011}.tar", "-q");
    assertEquals(ExitCode.SOME_FAILED, result.exitCode());
    assertEquals(1 + 2 * IMAGES + 1, result.outLines().size());
    assertTrue(result.err().contains("s-011.tar: NotFound"), result.err());
  }

  @Test
  void foldersInAnArchiveAreLabels() throws IOException {
    for (String label : List.of("red", "green", "blue")) {
      Files.createDirectories(images.resolve(label));
      Files.copy(images.resolve("000.png"), images.resolve(label + "/a.png"));
    }
    try (Stream<Path> files = Files.list(images)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Files.delete(file);
      }
    }
    Files.delete(images.resolve("sub/003.png"));
    model = ToyModel.unread(folder.resolve("named"), "red", "green", "blue").toString();
    for (String suffix : List.of("tar", "tar.gz", "zip")) {
      Path report = folder.resolve(suffix + ".json");
      Result result =
          cli.run(
              List.of("evaluate", "-m", model, archive(suffix).toString()),
              "-o",
              report.toString());
      assertEquals(ExitCode.OK, result.exitCode(), result.err());
      assertTrue(result.out().contains("3"), result.out());
      assertTrue(Files.readString(report).contains("\"images\": 3"), Files.readString(report));
    }
  }

  @Test
  void anOutputIsNoArchive() throws IOException {
    Path archive = archive("zip");
    byte[] before = Files.readAllBytes(archive);
    assertEquals(ExitCode.USAGE, classify(images.toString(), "-o", archive.toString()).exitCode());
    assertArrayEquals(before, Files.readAllBytes(archive));
  }

  private Cli on(byte[] stream) {
    return cli.input(stream);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tar", "tar.gz", "tar.zst"})
  void aTarComesOnAStream(String suffix) throws IOException {
    byte[] bytes = Files.readAllBytes(archive(suffix));
    String out = folder.resolve("o.csv").toString();
    on(bytes);
    Result result = classify("--tar", "-", "-o", out, "-q");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    List<String> records = Files.readAllLines(Path.of(out)).stream().skip(1).sorted().toList();
    assertEquals(IMAGES, records.size());
    assertEquals(records(images), records);
    Result again = classify("--tar", "-", "-o", out, "--update");
    assertTrue(again.err().contains("0 new, 0 changed, 0 gone, 9 unchanged"), again.err());
    Result refused = classify("--tar", "-", "-o", out, "--resume");
    assertEquals(ExitCode.USAGE, refused.exitCode());
    assertTrue(refused.err().contains("--update"), refused.err());
    on(Arrays.copyOf(bytes, bytes.length / 2));
    Result cut = classify("--tar", "-", "-q");
    assertEquals(ExitCode.SOME_FAILED, cut.exitCode(), cut.err());
    assertEquals(1, cut.errLines().size(), cut.err());
    assertEquals(1, cut.outLines().stream().filter(line -> line.contains(",failed,")).count());
  }

  @Test
  void featuresOfAStreamAreThoseOfItsImages() throws IOException {
    on(Files.readAllBytes(archive("tar.gz")));
    List<String> line = List.of("features", "-m", model, "-q");
    String expected = cli.run(line, archive("tar").toString()).out();
    assertEquals(IMAGES + 1, expected.lines().count());
    for (int run = 0; run < 2; run++) { // from the cache too
      Result result = cli.run(line, "--tar", "-");
      assertEquals(ExitCode.OK, result.exitCode(), result.err());
      assertEquals(expected.replace(folder + "/photos.tar/", ""), result.out());
    }
    Result explained = cli.run("explain", "-m", model, "-", "-o", folder + "/x");
    assertTrue(
        explained.err().contains("a tar on standard input is read by classify, evaluate and"),
        explained.err());
  }

  @Test
  void aStreamIsReadByNothingElse() {
    assertEquals(ExitCode.USAGE, classify("--tar", images.toString()).exitCode());
    assertEquals(ExitCode.USAGE, classify("--tar", "-", images.toString()).exitCode());
    on(new byte[0]);
    assertEquals(ExitCode.NO_IMAGE, classify("--tar", "-").exitCode());
  }
}
