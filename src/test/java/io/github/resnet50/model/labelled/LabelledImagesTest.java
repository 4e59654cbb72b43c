package io.github.resnet50.model.labelled;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.walk.WalkRules;
import io.github.resnet50.model.labelled.LabelledImages.LabelledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledImagesTest {
  @TempDir Path folder;

  @Test
  void aFoldersImagesHaveTheNamesOfTheFoldersBelowIt() throws Exception {
    write("b/1.jpg", "one");
    write("a/deep/2.png", "two");
    write("loose.jpg", "three");
    write("a/notes.txt", "no image");
    List<LabelledImage> images = LabelledImages.read(folder, WalkRules.DEFAULT).images();
    assertEquals(
        List.of(List.of(), List.of("a"), List.of("b")),
        images.stream().map(LabelledImage::labels).toList());
    assertArrayEquals(new byte[] {'t', 'w', 'o'}, images.get(1).content().read());
  }

  @Test
  void aCsvFileSaysPathIdAndLabelRelativeToItself() throws Exception {
    write("x/1.jpg", "one");
    Path file =
        write("labels.csv", "\uFEFFPath,id,label\r\nx/1.jpg,n1,\"a, b\"\n\nx/gone.jpg,n2,c\n");
    List<LabelledImage> images = LabelledImages.read(file, WalkRules.DEFAULT).images();
    assertEquals(2, images.size());
    assertEquals("x/1.jpg", images.get(0).name());
    assertEquals(List.of("n1", "a, b"), images.get(0).labels());
    assertArrayEquals(new byte[] {'o', 'n', 'e'}, images.get(0).content().read());
    assertThrows(ImageException.class, () -> images.get(1).content().read());
  }

  @Test
  void aCsvFileNeedsNoHeader() throws Exception {
    Path file = write("labels.csv", "1.jpg,cat\n2.jpg,dog\n");
    assertEquals(
        List.of(List.of("cat"), List.of("dog")),
        LabelledImages.read(file, WalkRules.DEFAULT).images().stream()
            .map(LabelledImage::labels)
            .toList());
  }

  @Test
  void anotherNumberOfColumnsIsAnErrorWithItsLine() throws Exception {
    Path file = write("labels.csv", "1.jpg,cat\n2.jpg\n");
    String message =
        assertThrows(
                IllegalArgumentException.class, () -> LabelledImages.read(file, WalkRules.DEFAULT))
            .getMessage();
    assertTrue(
        message.contains("line 2: 1 columns; expected path,label or path,id,label"), message);
  }

  @Test
  void brokenQuotesAreAnErrorToo() throws Exception {
    Path file = write("labels.csv", "\"1.jpg,cat\n2.jpg,dog\n");
    assertThrows(
        IllegalArgumentException.class, () -> LabelledImages.read(file, WalkRules.DEFAULT));
  }

  @Test
  void aPartOfThemIsSpreadOverAll() {
    LabelledImages samples = LabelledImages.samples();
    assertEquals(25, samples.images().size());
    List<LabelledImage> five = samples.atMost(5).images();
    assertEquals(List.of(0, 5, 10, 15, 20), five.stream().map(samples.images()::indexOf).toList());
    assertEquals(samples, samples.atMost(25));
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
