package io.github.resnet50.image.scene;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.BandChoice;
import io.github.resnet50.image.decode.ImageDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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
    List<ImageSource> tiles = OPTIONS.images(source(file));
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
    List<ImageSource> tiles = OPTIONS.images(source(file));
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
    List<ImageSource> tiles = new ArrayList<>(OPTIONS.images(source(file)));
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
      for (ImageSource tile : OPTIONS.images(source(file))) {
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
    List<ImageSource> tiles = OPTIONS.images(source(Arrays.copyOf(whole, whole.length / 2)));
    assertTile(DECODER.decode(whole).pixels(), tiles.get(0));
    for (ImageSource tile : tiles.subList(tiles.size() - 8, tiles.size())) {
      ImageException cut = assertThrows(ImageException.class, tile::read);
      assertEquals(Kind.TRUNCATED, cut.failure().kind());
    }
    assertTrue(reads.get() <= 2, "not again for each");
  }

  @Test
  void whatIsTooLargeOrNoImageGivesNoTiles() {
    byte[] file = Pictures.write(Pictures.smooth(100, 70), "png");
    SceneOptions small = new SceneOptions(new Tiling(32, 0), BandChoice.AS_DECLARED, 1000);
    ImageException large = assertThrows(ImageException.class, () -> small.images(source(file)));
    assertEquals(Kind.TOO_LARGE, large.failure().kind());
    ImageException none =
        assertThrows(ImageException.class, () -> OPTIONS.images(source(new byte[] {1, 2, 3})));
    assertEquals(Kind.UNSUPPORTED, none.failure().kind());
    assertTrue(reads.get() <= 2);
  }
}
