package io.github.resnet50.image.archive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that is gone once reading has begun can be read to its end, if it is read once. */
class CompressedTarTest {
  private static final int ENTRIES = 3000;
  private static final int WINDOW = 500;

  @TempDir Path folder;
  private Path archive;
  private final Random random = new Random(1);

  @BeforeEach
  void write() throws IOException {
    archive = folder.resolve("a.tar.gz");
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GZIPOutputStream(Files.newOutputStream(archive)))) {
      for (int i = 0; i < ENTRIES; i++) {
        TarArchiveEntry entry = new TarArchiveEntry("%04d.jpg".formatted(i));
        entry.setSize(content(i).length);
        tar.putArchiveEntry(entry);
        tar.write(content(i));
        tar.closeArchiveEntry();
      }
    }
  }

  private static byte[] content(int i) {
    return String.valueOf(i).repeat(100).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
  }

  private List<ArchivedImage> walk() throws IOException {
    ArchiveFile file = ArchiveFile.of(archive, new OpenArchives());
    List<ArchivedImage> images = new ArrayList<>();
    try (ArchiveFile.Entries entries = file.entries()) {
      for (ArchiveEntry entry = entries.next(); entry != null; entry = entries.next()) {
        images.add(ArchivedImage.wanted(file, entry));
      }
    }
    assertEquals(ENTRIES, images.size());
    return images;
  }

  @Test
  void whatDecodersAskForOutOfOrderIsReadOnce() throws Exception {
    List<ArchivedImage> images = walk();
    images.get(0).read();
    Files.delete(archive);
    for (int start = 0; start < ENTRIES; start += WINDOW) {
      List<Integer> window = new ArrayList<>();
      for (int i = start; i < start + WINDOW; i++) {
        window.add(i);
      }
      for (int pass = 0; pass < 2; pass++) { // as features are made
        Collections.shuffle(window, random);
        for (int i : window) {
          assertArrayEquals(content(i), images.get(i).read());
        }
      }
      window.forEach(i -> images.get(i).release());
    }
    ImageFailure failure =
        assertThrows(ImageException.class, () -> images.get(0).read()).failure(); // released
    assertEquals(ImageFailure.Kind.NOT_FOUND, failure.kind());
  }

  @Test
  void entriesThatAreNamedOneByOneAreLookedForOnce() throws Exception {
    OpenArchives open = new OpenArchives();
    List<NamedEntry> named = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      named.add(ArchiveFile.find(archive.resolve("%04d.jpg".formatted(i)), open).orElseThrow());
    }
    named.get(0).read();
    Files.delete(archive);
    Collections.swap(named, 1, 400);
    Collections.swap(named, 2, 300);
    for (NamedEntry entry : named) {
      int number = Integer.parseInt(entry.name().substring(0, 4));
      assertArrayEquals(content(number), entry.read());
    }
    NamedEntry none = new NamedEntry(open, archive, "none");
    assertEquals(
        ImageFailure.Kind.NOT_FOUND,
        assertThrows(ImageException.class, none::read).failure().kind());
  }
}
