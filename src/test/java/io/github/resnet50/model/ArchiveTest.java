package io.github.resnet50.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveTest {
  private static final Archive.UnpackLimits TIGHT =
      new Archive.UnpackLimits(1 << 20, 5, 20, 1 << 16);

  @TempDir Path scratch;

  private interface Filling<T> {
    void fill(T archive) throws IOException;
  }

  private Path zip(Filling<ZipArchiveOutputStream> filling) throws IOException {
    Path file = scratch.resolve("model.zip");
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(file)) {
      filling.fill(zip);
    }
    return file;
  }

  private Path tar(boolean gzip, Filling<TarArchiveOutputStream> filling) throws IOException {
    Path file = scratch.resolve("model.tar");
    try (OutputStream raw = Files.newOutputStream(file);
        OutputStream out = gzip ? new GzipCompressorOutputStream(raw) : raw;
        TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      filling.fill(tar);
    }
    return file;
  }

  private static void put(ZipArchiveOutputStream zip, String name, byte[] content)
      throws IOException {
    zip.putArchiveEntry(new ZipArchiveEntry(name));
    zip.write(content);
    zip.closeArchiveEntry();
  }

  private static void put(TarArchiveOutputStream tar, String name, byte[] content)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String refusal(Path archive, Archive.UnpackLimits limits) throws IOException {
    Path target = scratch.resolve("inside").resolve(archive.getFileName());
    ModelException e =
        assertThrows(ModelException.class, () -> new Archive(archive, limits).unpack(target));
    // Whatever it was, nothing came out beside the target.
    assertEquals(
        List.of(archive),
        Folders.files(scratch).stream().filter(f -> !f.startsWith(target.getParent())).toList());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    return e.getMessage();
  }

  private void unpacks(Path archive) throws Exception {
    Path target = scratch.resolve("target");
    new Archive(archive, Archive.UnpackLimits.USUAL).unpack(target);
    assertEquals("graph", Files.readString(target.resolve("m/saved_model.pb")));
    assertEquals("w", Files.readString(target.resolve("m/variables/variables.index")));
  }

  @Test
  void unpacksZip() throws Exception {
    unpacks(
        zip(
            zip -> {
              put(zip, "m/", new byte[0]);
              put(zip, "m/saved_model.pb", text("graph"));
              put(zip, "m/variables/variables.index", text("w"));
            }));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void unpacksTar(boolean gzip) throws Exception {
    unpacks(
        tar(
            gzip,
            tar -> {
              put(tar, "./", new byte[0]);
              put(tar, "./m/saved_model.pb", text("graph"));
              put(tar, "./m/variables/variables.index", text("w"));
            }));
  }

  @ParameterizedTest
  @ValueSource(strings = {"../evil", "a/../../evil", "/evil", "C:/evil", "..\\evil", "a/.."})
  void refusesNamesThatLeadOut(String name) throws Exception {
    String zipped = refusal(zip(zip -> put(zip, name, text("x"))), Archive.UnpackLimits.USUAL);
    // In zip files a backslash may stand for a slash; it is read as one.
    String read = name.replace('\\', '/');
    assertTrue(zipped.contains("is refused") && zipped.contains("'" + read + "'"), zipped);
    Files.delete(scratch.resolve("model.zip"));
    String tarred =
        refusal(tar(false, tar -> put(tar, name, text("x"))), Archive.UnpackLimits.USUAL);
    assertTrue(tarred.contains("is refused") && tarred.contains("'" + name + "'"), tarred);
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK})
  void refusesLinksInTar(byte kind) throws Exception {
    Path archive =
        tar(
            true,
            tar -> {
              TarArchiveEntry link = new TarArchiveEntry("variables", kind);
              link.setLinkName("/etc");
              tar.putArchiveEntry(link);
              tar.closeArchiveEntry();
              put(tar, "variables/passwd", text("x"));
            });
    String message = refusal(archive, Archive.UnpackLimits.USUAL);
    assertTrue(message.contains("'variables' is a link (to /etc)"), message);
  }

  @ParameterizedTest
  @ValueSource(bytes = {TarConstants.LF_CHR, TarConstants.LF_BLK, TarConstants.LF_FIFO})
  void refusesDevices(byte kind) throws Exception {
    Path archive =
        tar(
            false,
            tar -> {
              tar.putArchiveEntry(new TarArchiveEntry("null", kind));
              tar.closeArchiveEntry();
            });
    assertTrue(refusal(archive, Archive.UnpackLimits.USUAL).contains("'null' is a device"));
  }

  @Test
  void refusesLinksInZip() throws Exception {
    Path archive =
        zip(
            zip -> {
              ZipArchiveEntry link = new ZipArchiveEntry("variables");
              link.setUnixMode(0120777);
              zip.putArchiveEntry(link);
              zip.write(text("/etc"));
              zip.closeArchiveEntry();
            });
    assertTrue(refusal(archive, Archive.UnpackLimits.USUAL).contains("'variables' is a link"));
  }

  @Test
  void refusesBombs() throws Exception {
    byte[] zeros = new byte[900_000];
    String message = refusal(zip(zip -> put(zip, "zeros", zeros)), TIGHT);
    assertTrue(message.contains("more than 20 times the archive's size"), message);
    Files.delete(scratch.resolve("model.zip"));
    message = refusal(tar(true, tar -> put(tar, "zeros", zeros)), TIGHT);
    assertTrue(message.contains("more than 20 times the archive's size"), message);
  }

  @Test
  void refusesTooMuch() throws Exception {
    Path archive =
        tar(
            false,
            tar -> {
              put(tar, "one", new byte[600_000]);
              put(tar, "two", new byte[600_000]);
            });
    String message = refusal(archive, TIGHT);
    assertTrue(message.contains("'two' brings it to more than 1048576 bytes"), message);
  }

  @Test
  void refusesTooMany() throws Exception {
    Path archive =
        zip(
            zip -> {
              for (int i = 0; i < 6; i++) {
                put(zip, "f" + i, text("x"));
              }
            });
    assertTrue(refusal(archive, TIGHT).contains("holds more than 5 entries"));
  }

  @Test
  void refusesWhatIsThereTwice() throws Exception {
    Path archive =
        tar(
            false,
            tar -> {
              put(tar, "saved_model.pb", text("one"));
              put(tar, "./saved_model.pb", text("two"));
            });
    assertTrue(refusal(archive, Archive.UnpackLimits.USUAL).contains("is there twice"));
  }

  @Test
  void refusesLongNames() throws Exception {
    Path archive = tar(false, tar -> put(tar, "n".repeat(300), text("x")));
    assertTrue(refusal(archive, Archive.UnpackLimits.USUAL).contains("more than 255 bytes"));
  }

  @Test
  void saysWhatIsDamaged() throws Exception {
    Path archive = zip(zip -> put(zip, "saved_model.pb", new byte[50_000]));
    byte[] whole = Files.readAllBytes(archive);
    Files.write(archive, Arrays.copyOf(whole, whole.length / 2));
    String message = refusal(archive, Archive.UnpackLimits.USUAL);
    assertTrue(message.startsWith(archive + " does not unpack: "), message);
  }

  @Test
  void saysWhatIsNoArchive() throws Exception {
    Path file = Files.writeString(scratch.resolve("notes.txt"), "no archive");
    assertTrue(
        refusal(file, Archive.UnpackLimits.USUAL).contains("neither a SavedModel directory nor"));
  }
}
