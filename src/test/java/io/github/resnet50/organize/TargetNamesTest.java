package io.github.resnet50.organize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class TargetNamesTest {
  @TempDir Path folder;

  private final TargetNames names = new TargetNames();

  private String find(String name) {
    return names.find(folder, Path.of(name), path -> false).path().getFileName().toString();
  }

  @Test
  void aNameThatIsTakenGetsANumber() throws IOException {
    Files.createFile(folder.resolve("there.jpg"));
    assertEquals("a.jpg", find("a.jpg"));
    assertEquals("a-2.jpg", find("a.jpg"));
    assertEquals("a-3.jpg", find("a.jpg"));
    assertEquals("a-2-2.jpg", find("a-2.jpg"));
    assertEquals("A-4.JPG", find("A.JPG"), "one name where case does not count");
    assertEquals("there-2.jpg", find("there.jpg"));
    assertEquals(".hidden", find(".hidden"));
    assertEquals(".hidden-2", find(".hidden"));
    assertEquals("plain", find("plain"));
    assertEquals("plain-2", find("plain"));
  }

  @Test
  void unicodesFormsAreOneName() {
    assertEquals("caf\u00E9.jpg", find("caf\u00E9.jpg"));
    assertEquals("cafe\u0301-2.jpg", find("cafe\u0301.jpg"));
  }

  @Test
  void whatIsThereAlreadyIsSaidSo() throws IOException {
    Files.createFile(folder.resolve("a.jpg"));
    TargetNames.Place place = names.find(folder, Path.of("a.jpg"), path -> true);
    assertTrue(place.isThere());
    assertEquals("a-2.jpg", find("a.jpg"), "it is taken all the same");
  }

  @Test
  void longNamesAreCutBeforeTheirSuffix() {
    String longest = "é".repeat(125) + ".jpg"; // 254 bytes
    Path numbered = TargetNames.numbered(Path.of(longest), 12);
    assertEquals("é".repeat(124) + "-12.jpg", numbered.toString());
    assertTrue(FileNames.bytes(numbered).length <= 255);
  }

  @Test
  void bytesThatAreNoTextStay() {
    Path name = FileNames.path("caf\u00E9.jpg".getBytes(StandardCharsets.ISO_8859_1)).getFileName();
    assertEquals("caf\\xE9-2.jpg", FileNames.text(TargetNames.numbered(name, 2)));
  }

  @Test
  @Timeout(20)
  void aHundredThousandOfOneNameTakeNoTime() {
    for (int i = 0; i < 100_000; i++) {
      find("image.jpg");
    }
    assertEquals("image-100001.jpg", find("image.jpg"));
  }
}
