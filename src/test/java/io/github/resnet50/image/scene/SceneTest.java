package io.github.resnet50.image.scene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.FileSource;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.BandChoice;
import io.github.resnet50.image.decode.ImageDecoder;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);
  private static final SceneOptions OPTIONS =
      new SceneOptions(new Tiling(32, 8), BandChoice.AS_DECLARED, 1_000_000);

  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger releases = new AtomicInteger();

  private ImageSource source(byte[] file) {
    return new ImageSource() {
      @Override
      public byte[] read() {
        reads.incrementAndGet();
        return file;
      }

      @Override
      public String state() {
        return "state";
      }

      @Override
      public void release() {
        releases.incrementAndGet();
      }
    };
  }

  private static List<ImageSource> images(SceneOptions options, ImageSource file)
      throws ImageException {
    List<ImageSource> images = new ArrayList<>();
    options.images(file).forEachRemaining(images::add);
    return images;
  }

  private static byte[] pixels(RgbImage image, TileSource tile) {
    byte[] rgb = new byte[3 * tile.width() * tile.height()];
    for (int row = 0; row < tile.height(); row++) {
      System.arraycopy(
          image.rgb(),
          3 * ((tile.y() + row) * image.width() + tile.x()),
          rgb,
          3 * row * tile.width(),
          3 * tile.width());
    }
    return rgb;
  }

  private static void assertTile(RgbImage whole, ImageSource tile) throws ImageException {
    assertArrayEquals(pixels(whole, (TileSource) tile), DECODER.decode(tile.read()).pixels().rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiff", "png", "jpg", "gif", "bmp"})
  void tilesAreThePixelsOfTheirPlaces(String format) throws ImageException {
    byte[] file = Pictures.write(Pictures.smooth(100, 70), format);
    RgbImage whole = DECODER.decode(file).pixels();
    List<ImageSource> tiles = images(OPTIONS, source(file));
    assertEquals(4 * 3, tiles.size());
    for (ImageSource tile : tiles) {
      assertTile(whole, tile);
    }
    assertTrue(reads.get() <= 2, "for the size, and for the pixels");
    TileSource last = (TileSource) tiles.get(11);
    assertEquals("state 68,38 32x32", last.state());
    RgbImage overview = last.scene().overview();
    assertEquals(100, overview.width());
    assertArrayEquals(whole.rgb(), overview.rgb(), "so small a scene is its overview");
  }

  @Test
  void aTileThatIsReadAndReleasedIsOneTileLess() throws ImageException {
    byte[] file = Pictures.write(Pictures.smooth(100, 70), "png");
    RgbImage whole = DECODER.decode(file).pixels();
    List<ImageSource> tiles = images(OPTIONS, source(file));
    for (ImageSource tile : tiles) {
      assertEquals(0, releases.get(), "there are more");
      assertTile(whole, tile);
      tile.release();
    }
    assertTrue(reads.get() <= 2, "not from the beginning again, but " + reads);
    assertEquals(1, releases.get());
  }

  @Test
  void anyOrderGivesTheSame() throws ImageException {
    byte[] file = Pictures.write(Pictures.smooth(100, 70), "png");
    RgbImage whole = DECODER.decode(file).pixels();
    List<ImageSource> tiles = images(OPTIONS, source(file));
    Collections.shuffle(tiles, new Random(1));
    for (ImageSource tile : tiles) {
      assertTile(whole, tile);
    }
  }

  @Test
  void manyThreadsGetTheSame() throws Exception {
    byte[] file = Pictures.write(Pictures.smooth(200, 300), "png");
    RgbImage whole = DECODER.decode(file).pixels();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Void>> tasks = new ArrayList<>();
      for (ImageSource tile : images(OPTIONS, source(file))) {
        tasks.add(
            () -> {
              assertTile(whole, tile);
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatIsCutFailsFromThereOn() throws ImageException {
    byte[] whole = Pictures.write(Pictures.noise(100, 300, 1), "png");
    List<ImageSource> tiles = images(OPTIONS, source(Arrays.copyOf(whole, whole.length / 2)));
    assertTile(DECODER.decode(whole).pixels(), tiles.get(0));
    for (ImageSource tile : tiles.subList(tiles.size() - 8, tiles.size())) {
      ImageException cut = assertThrows(ImageException.class, tile::read);
      assertEquals(Kind.TRUNCATED, cut.failure().kind());
    }
    assertTrue(reads.get() <= 2, "not again for each");
  }

  /** Of strips, each of a row at least, that are larger than what is read at once. */
  @ParameterizedTest
  @ValueSource(strings = {"", "LZW", "Deflate", "PackBits", "JPEG", "png"})
  void aFileIsReadPieceByPiece(String how, @TempDir Path folder) throws Exception {
    RgbImage noise = Pictures.noise(20_000, 40, 8);
    for (int i = 0; i < noise.rgb().length; i++) {
      noise.rgb()[i] &= 0x3f; // of what cannot be packed Java's writer loses the end with Deflate
    }
    byte[] encoded = how.equals("png") ? Pictures.write(noise, "png") : Pictures.tiff(noise, how);
    Path file = Files.write(folder.resolve("scene"), encoded);
    RgbImage whole = DECODER.decode(encoded).pixels();
    for (ImageSource tile : images(OPTIONS, new FileSource(file))) {
      assertTile(whole, tile);
    }
    List<ImageSource> tiles = images(OPTIONS, new FileSource(file));
    Files.write(file, Arrays.copyOf(encoded, encoded.length / 2));
    ImageException cut = assertThrows(ImageException.class, tiles.get(tiles.size() - 1)::read);
    assertEquals(Kind.TRUNCATED, cut.failure().kind());
    tiles.forEach(ImageSource::release);
    Files.delete(file);
    ImageException gone =
        assertThrows(ImageException.class, () -> images(OPTIONS, new FileSource(file)));
    assertEquals(Kind.NOT_FOUND, gone.failure().kind());
  }

  @Test
  void aFileThatIsAnotherWhenItsPixelsAreWantedFails(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("scene.png");
    Files.write(file, Pictures.write(Pictures.smooth(100, 70), "png"));
    List<ImageSource> tiles = images(OPTIONS, new FileSource(file));
    Files.write(file, Pictures.write(Pictures.smooth(90, 80), "png"));
    ImageException other = assertThrows(ImageException.class, tiles.get(0)::read);
    assertEquals("the file has been changed meanwhile", other.failure().message());
  }

  /** Of a gigabyte of pixels, in a file of more bytes than an array has, the first are wanted. */
  @Test
  void aSceneMayBeLargerThanAnyArray(@TempDir Path folder) throws Exception {
    int width = 40_000;
    int height = 20_000;
    Path file = folder.resolve("scene.tif");
    int[][] tags = {
      {256, 4, width},
      {257, 4, height},
      {258, 3, 8},
      {259, 3, 1},
      {262, 3, 2},
      {273, 16, 512},
      {277, 3, 3},
      {278, 4, height}
    };
    ByteBuffer head = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    head.put(Pictures.bytes('I', 'I', 43, 0, 8, 0, 0, 0)).putLong(16).putLong(tags.length);
    for (int[] tag : tags) {
      head.putShort((short) tag[0]).putShort((short) tag[1]).putLong(1).putLong(tag[2]);
    }
    try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
      out.write(head.array());
      out.seek(512 + 3L * (5 * width + 260)); // what is not written is black, and takes no room
      out.write(new byte[] {1, 2, 3});
      out.setLength(512 + 3L * width * height);
    }
    SceneOptions all = new SceneOptions(new Tiling(256, 0), BandChoice.AS_DECLARED, 1L << 30);
    byte[] expected = new byte[3 * 256 * 256];
    System.arraycopy(new byte[] {1, 2, 3}, 0, expected, 3 * (5 * 256 + 4), 3);
    ImageSource second = images(all, new FileSource(file)).get(1);
    assertArrayEquals(expected, DECODER.decode(second.read()).pixels().rgb());
    SceneOptions high = new SceneOptions(new Tiling(1 << 15, 0), BandChoice.AS_DECLARED, 1L << 30);
    ImageException large =
        assertThrows(ImageException.class, () -> images(high, new FileSource(file)));
    assertEquals(Kind.TOO_LARGE, large.failure().kind());
  }

  @Test
  void whatIsTooLargeOrNoImageGivesNoTiles() {
    byte[] file = Pictures.write(Pictures.smooth(100, 70), "png");
    SceneOptions small = new SceneOptions(new Tiling(32, 0), BandChoice.AS_DECLARED, 1000);
    ImageException large = assertThrows(ImageException.class, () -> images(small, source(file)));
    assertEquals(Kind.TOO_LARGE, large.failure().kind());
    ImageException none =
        assertThrows(ImageException.class, () -> images(OPTIONS, source(new byte[] {1, 2, 3})));
    assertEquals(Kind.UNSUPPORTED, none.failure().kind());
    assertTrue(reads.get() <= 2);
  }

  /** As objects they would take gigabytes. */
  @Test
  void millionsOfTilesAreMadeOneByOne() throws ImageException {
    byte[] file = Pictures.write(Pictures.smooth(10, 10), "png");
    ByteBuffer header = ByteBuffer.wrap(file, 12, 21); // "IHDR", width, height, 5 bytes, its CRC
    header.putInt(16, 30_000).putInt(20, 30_000);
    CRC32 checksum = new CRC32();
    checksum.update(file, 12, 17);
    header.putInt(29, (int) checksum.getValue());
    SceneOptions tiny = new SceneOptions(new Tiling(8, 4), BandChoice.AS_DECLARED, Long.MAX_VALUE);
    Iterator<ImageSource> tiles = tiny.images(source(file));
    for (int i = 0; i < 8_000; i++) {
      ((TileSource) tiles.next()).release();
    }
    TileSource next = (TileSource) tiles.next(); // 7,499 are in a row
    assertEquals("2004,4", next.part());
    assertEquals(0, releases.get(), "there are 56 million more");
  }
}
