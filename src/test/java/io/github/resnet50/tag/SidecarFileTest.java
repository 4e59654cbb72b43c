package io.github.resnet50.tag;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.tag.xmp.SidecarException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarFileTest {
  @TempDir Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a.jpg.xmp"), bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "UTF-8, false, UTF-8",
    "UTF-8, true, UTF-8",
    "UTF-16LE, true, UTF-16",
    "UTF-16BE, true, UTF-16",
    "UTF-16LE, false, UTF-16",
    "ISO-8859-1, false, ISO-8859-1",
    "windows-1252, false, windows-1252"
  })
  void anEncodingIsKept(String charset, boolean hasMark, String declared) throws IOException {
    Charset encoding = Charset.forName(charset);
    String text = "<?xml version='1.0' encoding='%s'?>\r\n<x>é</x>".formatted(declared);
    Path file = file(((hasMark ? "\ufeff" : "") + text).getBytes(encoding));
    SidecarFile sidecar = SidecarFile.read(file);
    assertEquals(text, sidecar.text());
    sidecar.become(text.replace("é", "éü"));
    assertArrayEquals(
        ((hasMark ? "\ufeff" : "") + text.replace("é", "éü")).getBytes(encoding),
        Files.readAllBytes(file));
  }

  @Test
  void whatAnEncodingLacksIsAReference() throws IOException {
    Path file =
        file(
            "<?xml version='1.0' encoding='ISO-8859-1'?><x/>"
                .getBytes(StandardCharsets.ISO_8859_1));
    SidecarFile.read(file).become("<x>犬🐶ü</x>");
    assertEquals(
        "<x>&#x72AC;&#x1F436;ü</x>", Files.readString(file, Charset.forName("ISO-8859-1")));
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    assertEquals("is empty", why(file(new byte[0])));
    assertEquals(
        "has bytes that are no text in UTF-8", why(file(new byte[] {'<', 'x', (byte) 0xE9})));
    assertEquals(
        "is in an unknown encoding, no-such",
        why(file("<?xml version='1.0' encoding=\"no-such\"?>".getBytes(StandardCharsets.UTF_8))));
    assertEquals("is a folder", why(folder));
    Path link = Files.createSymbolicLink(folder.resolve("b.xmp"), folder.resolve("none"));
    assertEquals("is a link to nothing", why(link));
  }

  private static String why(Path file) {
    return assertThrows(SidecarException.class, () -> SidecarFile.read(file)).getMessage();
  }

  @Test
  void permissionsStayAndALinkIsFollowed() throws IOException {
    Path file = file("<x/>".getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
    Path link = Files.createSymbolicLink(folder.resolve("b.xmp"), file);
    SidecarFile.read(link).become("<y/>");
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("<y/>", Files.readString(file));
    assertEquals("rw-rw-r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    SidecarFile.read(link).become(null);
    assertFalse(Files.exists(file) || Files.exists(link, LinkOption.NOFOLLOW_LINKS));
    assertNull(SidecarFile.read(link).text());
  }

  @Test
  void aNameIsTooLongAsTheFileSystemCounts() {
    assertFalse(SidecarFile.isTooLong(Path.of("犬".repeat(85)), true));
    assertTrue(SidecarFile.isTooLong(Path.of("犬".repeat(86)), true));
    assertFalse(SidecarFile.isTooLong(Path.of("犬".repeat(255)), false));
    assertTrue(SidecarFile.isTooLong(Path.of("犬".repeat(256)), false));
  }

  @Test
  void whoHasLockedASidecarMeansIt() throws IOException {
    Path file = file("<x/>".getBytes(StandardCharsets.UTF_8));
    SidecarFile.read(file).requireReplaceable();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    SidecarFile locked = SidecarFile.read(file);
    assertEquals(
        "is read-only",
        assertThrows(SidecarException.class, locked::requireReplaceable).getMessage());
  }
}
