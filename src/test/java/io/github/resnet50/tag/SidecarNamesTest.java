package io.github.resnet50.tag;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidecarNamesTest {
  private static final String OF_RAW =
      """
      <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" %s</rdf:Description></rdf:RDF>
      """;

  @TempDir Path folder;

  private String name(SidecarStyle style, String image) throws IOException {
    return new SidecarNames(style).of(folder.resolve(image)).getFileName().toString();
  }

  private void make(String... names) throws IOException {
    for (String name : names) {
      Files.writeString(folder.resolve(name), "");
    }
  }

  @ParameterizedTest
  @CsvSource({
    // there besides photo.jpg, named by name, named by stem
    "'', photo.jpg.xmp, photo.xmp",
    "photo.xmp, photo.xmp, photo.xmp",
    "photo.jpg.xmp, photo.jpg.xmp, photo.jpg.xmp",
    "photo.xmp photo.jpg.xmp, photo.jpg.xmp, photo.xmp",
    "photo.cr2, photo.jpg.xmp, photo.jpg.xmp",
    "photo.CR2 photo.xmp, photo.jpg.xmp, photo.jpg.xmp",
    "photo.psd photo.xmp, photo.jpg.xmp, photo.jpg.xmp",
    "photo.txt photo.mov photo.xmp, photo.xmp, photo.xmp",
    "photo.jpg.png photos.jpg photo.xmp, photo.xmp, photo.xmp"
  })
  void aSidecarIsTheOneThatIsThere(String others, String byName, String byStem) throws Exception {
    make("photo.jpg");
    make(others.isEmpty() ? new String[0] : others.split(" "));
    assertEquals(byName, name(SidecarStyle.NAME, "photo.jpg"));
    assertEquals(byStem, name(SidecarStyle.STEM, "photo.jpg"));
  }

  @Test
  void ofARawPictureAndItsJpegTheStemIsTheRawPictures() throws Exception {
    make("photo.jpg", "photo.NEF");
    assertEquals("photo.xmp", name(SidecarStyle.STEM, "photo.NEF"));
    assertEquals("photo.jpg.xmp", name(SidecarStyle.STEM, "photo.jpg"));
    make("photo.xmp");
    assertEquals("photo.xmp", name(SidecarStyle.NAME, "photo.NEF"));
    assertEquals("photo.jpg.xmp", name(SidecarStyle.NAME, "photo.jpg"));
    make("photo.dng"); // now there are two
    assertEquals("photo.NEF.xmp", name(SidecarStyle.STEM, "photo.NEF"));
    assertEquals("photo.dng.xmp", name(SidecarStyle.STEM, "photo.dng"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "photoshop:SidecarForExtension='jpg'>",
        "><photoshop:SidecarForExtension>JPG</photoshop:SidecarForExtension>"
      })
  void aSidecarThatSaysWhoseItIsIsBelieved(String says) throws Exception {
    make("photo.jpg", "photo.nef");
    Files.writeString(folder.resolve("photo.xmp"), OF_RAW.formatted(says));
    assertEquals("photo.xmp", name(SidecarStyle.NAME, "photo.jpg"));
    assertEquals("photo.nef.xmp", name(SidecarStyle.NAME, "photo.nef"));
    Files.delete(folder.resolve("photo.jpg"));
    assertEquals("photo.nef.xmp", name(SidecarStyle.STEM, "photo.nef"), "its image is elsewhere");
  }

  @Test
  void whatHasNoSuffixHasOneSidecar() throws Exception {
    make("photo", ".hidden");
    for (SidecarStyle style : SidecarStyle.values()) {
      assertEquals("photo.xmp", name(style, "photo"));
      assertEquals(".hidden.xmp", name(style, ".hidden"));
    }
  }
}
