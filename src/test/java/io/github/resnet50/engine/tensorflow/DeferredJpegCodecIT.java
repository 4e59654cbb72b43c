package io.github.resnet50.engine.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When TensorFlow is started for JPEGs, and that nobody sees from the pixels whether it was. */
class DeferredJpegCodecIT {
  private static final int MOST = 1 << 28;
  private static final long FEW = 3_000_000;
  private static final byte[] SMALL = Pictures.write(Pictures.smooth(97, 63), "jpg");

  /** Three of them are more than a few pixels. */
  private static final byte[] LARGE = Pictures.write(Pictures.smooth(1320, 960), "jpg");

  private final AtomicInteger starts = new AtomicInteger();
  private final List<String> notes = Collections.synchronizedList(new ArrayList<>());

  @BeforeAll
  static void load() throws ModelException, ImageException {
    new NativeLibrary(Home.of(System.getenv())).load();
    expected(SMALL, 1); // with its first session TensorFlow logs, which is taken for a warning
  }

  private ImageDecoder decoder() {
    return decoder(
        () -> {
          starts.incrementAndGet();
          return new TensorFlowJpegCodec();
        });
  }

  private ImageDecoder decoder(DeferredJpegCodec.Fast fast) {
    return new ImageDecoder(MOST, List.of(new DeferredJpegCodec(fast, notes::add, FEW)));
  }

  private static RgbImage expected(byte[] jpeg, int reduction) throws ImageException {
    try (ImageDecoder always = new ImageDecoder(MOST, List.of(new TensorFlowJpegCodec()))) {
      return always.decode(jpeg, (width, height) -> reduction).pixels();
    }
  }

  private static void check(ImageDecoder decoder, byte[] jpeg, int reduction)
      throws ImageException {
    assertArrayEquals(
        expected(jpeg, reduction).rgb(),
        decoder.decode(jpeg, (width, height) -> reduction).pixels().rgb());
  }

  @Test
  void fewNeedNoTensorFlow() throws ImageException {
    try (ImageDecoder decoder = decoder()) {
      for (int i = 0; i < 5; i++) {
        check(decoder, SMALL, 1);
      }
      check(decoder, Pictures.progressiveJpeg(Pictures.noise(33, 50, 1)), 1);
    }
    assertEquals(0, starts.get());
  }

  @Test
  void manyHaveItOnce() throws ImageException {
    try (ImageDecoder decoder = decoder()) {
      for (int i = 0; i < 2; i++) {
        check(decoder, LARGE, 1);
      }
      assertEquals(0, starts.get());
      for (int i = 0; i < 2; i++) {
        check(decoder, LARGE, 1);
      }
      check(decoder, SMALL, 2); // waits for it
      check(decoder, SMALL, 1);
    }
    assertEquals(1, starts.get());
  }

  @Test
  void whatIsReducedHasItAtOnce() throws ImageException {
    try (ImageDecoder decoder = decoder()) {
      check(decoder, LARGE, 4);
      check(decoder, LARGE, 1);
    }
    assertEquals(1, starts.get());
  }

  @Test
  void whatIsReducedTakesTheMemoryOfItsFewPixels() throws ImageException {
    try (ImageDecoder decoder = decoder()) {
      long whole = decoder.open(LARGE, (width, height) -> 1).heapBytes();
      assertEquals(6L * 1320 * 960, whole);
      assertEquals(whole / 2 / 16, decoder.open(LARGE, (width, height) -> 4).heapBytes());
    }
    assertEquals(0, starts.get());
  }

  @Test
  void threadsStartItOnceBetweenThem() throws ImageException {
    byte[] rgb = expected(LARGE, 1).rgb();
    try (ImageDecoder decoder = decoder()) {
      IntStream.range(0, 12)
          .parallel()
          .forEach(
              i -> {
                try {
                  assertArrayEquals(rgb, decoder.decode(LARGE).pixels().rgb());
                } catch (ImageException e) {
                  throw new AssertionError(e);
                }
              });
    }
    assertEquals(1, starts.get());
  }

  @Test
  @Timeout(60)
  void nobodyWaitsForeverForAStartThatRunsOutOfMemory() throws ImageException {
    DeferredJpegCodec.Fast large =
        () -> {
          starts.incrementAndGet();
          throw new OutOfMemoryError("Java heap space");
        };
    try (ImageDecoder decoder = decoder(large)) {
      assertEquals(1320, decoder.decode(LARGE, (width, height) -> 4).pixels().width());
      check(decoder, LARGE, 1);
    }
    assertEquals(1, starts.get());
    assertEquals(List.of("the JDK decodes all JPEGs, slowly: Java heap space"), notes);
  }

  @Test
  void withoutTensorFlowTheJdkDecodesAllOfThem() throws ImageException {
    DeferredJpegCodec.Fast absent =
        () -> {
          starts.incrementAndGet();
          throw new ModelException("this build carries no TensorFlow");
        };
    try (ImageDecoder decoder = decoder(absent)) {
      for (int i = 0; i < 4; i++) {
        check(decoder, LARGE, 1);
      }
      assertEquals(1320, decoder.decode(LARGE, (width, height) -> 4).pixels().width());
    }
    assertEquals(1, starts.get());
    assertEquals(
        List.of("the JDK decodes all JPEGs, slowly: this build carries no TensorFlow"), notes);
  }
}
