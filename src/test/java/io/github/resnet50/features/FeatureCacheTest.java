package io.github.resnet50.features;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeatureCacheTest {
  private static final ContentKey A = ContentKey.of(new byte[] {1});
  private static final ContentKey B = ContentKey.of(new byte[] {2});

  @TempDir Path root;

  private FeatureCache cache(String model) throws IOException {
    return cache(model, FeatureCache.MOST_BYTES);
  }

  private FeatureCache cache(String model, long mostBytes) throws IOException {
    return FeatureCache.open(root, folder(model, "TensorFlow"), mostBytes);
  }

  private static Segment.Features entry(float... features) {
    return new Segment.Features(42, features);
  }

  private String folder(String model, String engine) {
    return FeatureCache.folder(FakeEngine.spec(root), model, engine);
  }

  /** What was computed by another engine differs in the last digits. */
  @Test
  void eachEngineHasItsOwn() throws IOException {
    FeatureCache cache = cache("m");
    cache.put(A, 0, entry(1));
    cache.flush();
    FeatureCache other =
        FeatureCache.open(root, folder("m", "ONNX Runtime"), FeatureCache.MOST_BYTES);
    assertNull(other.get(A, 0));
  }

  private List<Path> segments() throws IOException {
    return Folders.files(root);
  }

  @Test
  void anotherRunFindsWhatWasPutThere() throws IOException {
    FeatureCache cache = cache("m");
    assertNull(cache.get(A, 0));
    cache.put(A, 0, entry(1, 2.5f, -3));
    cache.put(A, 9, entry(4, 5, 6));
    cache.put(B, 0, entry(7, 8, 9));
    assertNotNull(cache.get(A, 0), "also before it is written");
    cache.flush();
    FeatureCache later = cache("m");
    assertArrayEquals(new float[] {1, 2.5f, -3}, later.get(A, 0).features());
    assertArrayEquals(new float[] {4, 5, 6}, later.get(A, 9).features());
    assertArrayEquals(new float[] {7, 8, 9}, later.get(B, 0).features());
    assertEquals(42, later.get(B, 0).perceptualHash());
    assertNull(later.get(B, 9));
    assertNull(cache("other model").get(A, 0));
    assertEquals(1, segments().size());
    assertEquals(Files.size(segments().get(0)), later.bytes());
  }

  /** As on a file system for reading only, where root may not write either. */
  @Test
  void whereNothingCanBeKeptItIsSaidAndNothingElse() throws IOException {
    Path taken = Files.writeString(root.resolve("taken"), "a file");
    FeatureCache cache = FeatureCache.open(taken, folder("m", "TensorFlow"), 1000);
    cache.put(A, 0, entry(1));
    cache.flush();
    assertNull(cache.get(A, 0));
    assertEquals(0, cache.bytes());
    assertTrue(cache.problem().orElseThrow().startsWith("features are not kept: " + taken));
    assertEquals(Optional.empty(), cache("m").problem());
  }

  @Test
  void whatIsThereServesWhereNothingMoreCanBeKept() throws IOException {
    FeatureCache cache = cache("m");
    cache.put(A, 0, entry(1));
    cache.flush();
    Path folder = segments().get(0).getParent();
    Files.move(folder, root.resolve("aside"));
    cache.put(B, 0, entry(2));
    Files.writeString(folder, "the disk has become something else");
    cache.flush();
    assertTrue(cache.problem().isPresent());
    Files.delete(folder);
    Files.move(root.resolve("aside"), folder);
    assertArrayEquals(new float[] {1}, cache.get(A, 0).features());
    assertNull(cache.get(B, 0));
  }

  @Test
  void runsBesideEachOtherShareIt() throws IOException {
    FeatureCache one = cache("m");
    FeatureCache other = cache("m");
    one.put(A, 0, entry(1));
    other.put(A, 0, entry(1));
    other.put(B, 0, entry(2));
    one.flush();
    other.flush();
    FeatureCache later = cache("m");
    assertArrayEquals(new float[] {1}, later.get(A, 0).features());
    assertArrayEquals(new float[] {2}, later.get(B, 0).features());
  }

  /** Wherever a byte is another, or the end is missing, nothing wrong is given. */
  @ParameterizedTest
  @ValueSource(ints = {0, 4, 8, 12, 16, 20, 40, 60, 70, 75, 100, 125, 130, 135, 139})
  void damageIsNeverRead(int place) throws IOException {
    FeatureCache cache = cache("m");
    cache.put(A, 0, entry(1, 2));
    cache.put(B, 0, entry(3, 4));
    cache.flush();
    Path segment = segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    assertEquals(140, bytes.length);
    bytes[place] ^= 0x10;
    Files.write(segment, bytes);
    FeatureCache damaged = cache("m");
    Segment.Features a = damaged.get(A, 0);
    Segment.Features b = damaged.get(B, 0);
    assertTrue(a == null || b == null);
    assertTrue(a == null || a.features()[1] == 2);
    assertTrue(b == null || b.features()[1] == 4);
    assertEquals(List.of(), segments(), "what is damaged is cleared away");
    damaged.put(B, 0, entry(3, 4));
    damaged.flush();
    assertNotNull(cache("m").get(B, 0), "and comes anew");
  }

  @Test
  void aCutFileIsNotRead() throws IOException {
    FeatureCache cache = cache("m");
    cache.put(A, 0, entry(1, 2));
    cache.flush();
    Path segment = segments().get(0);
    Files.write(segment, new byte[3]);
    assertNull(cache("m").get(A, 0));
    assertNull(cache.get(A, 0), "nor by who has its index still");
  }

  @Test
  void whatWasNotUsedForLongestGoesFirst() throws IOException {
    FeatureCache cache = cache("m", 300);
    for (int i = 0; i < 3; i++) {
      cache.put(ContentKey.of(new byte[] {(byte) i, 9}), 0, entry(new float[10]));
      cache.flush(); // 112 bytes
      for (Path file : segments()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(100 - 10 * i)));
      }
      if (i == 1) {
        assertNotNull(cache("m", 300).get(ContentKey.of(new byte[] {0, 9}), 0), "used just now");
      }
    }
    assertEquals(2, segments().size());
    FeatureCache later = cache("m", 300);
    assertNotNull(later.get(ContentKey.of(new byte[] {0, 9}), 0));
    assertNull(later.get(ContentKey.of(new byte[] {1, 9}), 0));
    assertNotNull(later.get(ContentKey.of(new byte[] {2, 9}), 0));
  }
}
