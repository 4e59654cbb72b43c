package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.explain.SaliencyMap.Segment;
import io.github.resnet50.explain.SaliencyMethod.Subject;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods that see scores only, on a model whose evidence lies in a known square. */
class MaskMethodsTest {
  private static final int EVIDENT = 1;

  static Stream<SaliencyMethod> methods() {
    return Stream.of(
        new Occlusion(settings(0, 64, Baseline.BLACK)),
        new Rise(settings(600, 0, Baseline.BLACK)),
        new KernelShap(settings(400, 16, Baseline.BLACK)));
  }

  private static Method.MaskSettings settings(int samples, int segments, Baseline baseline) {
    return new Method.MaskSettings(samples, OptionalInt.of(segments), baseline, 7);
  }

  private static List<HeatMap> explain(SaliencyMethod method, Spot spot, RgbImage image)
      throws Exception {
    return saliency(method, spot, image).stream().map(SaliencyMap::map).toList();
  }

  private static List<SaliencyMap> saliency(SaliencyMethod method, Spot spot, RgbImage image)
      throws Exception {
    int[] classes = {EVIDENT, 0};
    return method.explain(
        new Subject(
            image,
            classes,
            null,
            List.of(),
            null,
            new Scorer(spot, 8, () -> false, Targets.CLASSES)));
  }

  /** Without SHAP: its superpixels follow the image's edges, and noise has none. */
  static Stream<SaliencyMethod> pointing() {
    return methods().filter(method -> !(method instanceof KernelShap));
  }

  /** The pointing game (Zhang et al. 2018): does the map's highest place lie in the square? */
  @ParameterizedTest
  @MethodSource("pointing")
  void pointsAtTheSquareWhereverItIs(SaliencyMethod method) throws Exception {
    int hits = 0;
    int games = 0;
    for (int top = 0; top <= Spot.SIDE - Spot.SPOT; top += Spot.SPOT) {
      for (int left = 0; left <= Spot.SIDE - Spot.SPOT; left += Spot.SPOT) {
        Spot spot = new Spot(top, left);
        HeatMap map =
            explain(method, spot, Spot.image(games)).get(0).enlarged(Spot.SIDE, Spot.SIDE);
        int highest = 0;
        for (int i = 0; i < map.values().length; i++) {
          highest = map.values()[i] > map.values()[highest] ? i : highest;
        }
        games++;
        hits += spot.holds(highest / Spot.SIDE, highest % Spot.SIDE) ? 1 : 0;
        assertTrue(spot.largest <= 8, "no batch is larger than asked for");
      }
    }
    assertEquals(16, games);
    assertEquals(games, hits);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void whatSpeaksForOneOfTwoClassesSpeaksAgainstTheOther(SaliencyMethod method) throws Exception {
    List<HeatMap> maps = explain(method, new Spot(8, 16), Spot.image(1));
    for (int i = 0; i < maps.get(0).values().length; i++) {
      assertEquals(maps.get(0).values()[i], -maps.get(1).values()[i], 1e-5);
    }
  }

  @ParameterizedTest
  @MethodSource("methods")
  void givesTheSameMapAgain(SaliencyMethod method) throws Exception {
    float[] first = explain(method, new Spot(8, 16), Spot.image(1)).get(0).values();
    assertArrayEquals(first, explain(method, new Spot(8, 16), Spot.image(1)).get(0).values());
  }

  @Test
  void shapValuesSumToWhatTheImageGains() throws Exception {
    RgbImage image = Spot.image(3);
    Spot spot = new Spot(12, 4);
    for (Baseline baseline : Baseline.values()) {
      float[] map =
          explain(new KernelShap(settings(60, 20, baseline)), spot, image).get(0).values();
      double sum = 0;
      for (float value : map) {
        sum += value;
      }
      float whole = spot.probabilities(image.rgb())[EVIDENT];
      float hidden = spot.probabilities(baseline.of(image).rgb())[EVIDENT];
      assertEquals(whole - hidden, sum, 1e-3, baseline.toString());
    }
  }

  @Test
  void aSegmentHasAValueAndItsStandardError() throws Exception {
    Spot spot = new Spot(12, 4);
    SaliencyMap found =
        saliency(new KernelShap(settings(200, 20, Baseline.BLACK)), spot, Spot.image(3)).get(0);
    double area = 0;
    double sum = 0;
    for (Segment segment : found.segments()) {
      area += segment.area();
      sum += segment.value();
      assertTrue(segment.centreX() > 0 && segment.centreX() < 1, segment.toString());
      assertTrue(segment.standardError() < 0.05, segment.toString());
    }
    assertEquals(1, area, 1e-9);
    RgbImage hidden = Baseline.BLACK.of(Spot.image(3));
    assertEquals(
        spot.probabilities(Spot.image(3).rgb())[EVIDENT]
            - spot.probabilities(hidden.rgb())[EVIDENT],
        sum,
        1e-6);
  }

  /** The reliability of a map of chance is none; that of one with evidence grows with masks. */
  @Test
  void riseTellsHowItsMapsOfOtherSeedsAgree() throws Exception {
    for (int samples : new int[] {30, 100, 400}) {
      double foretold = 0;
      double found = 0;
      HeatMap before = null;
      for (int seed = 0; seed < 20; seed++) {
        Rise rise =
            new Rise(new Method.MaskSettings(samples, OptionalInt.empty(), Baseline.BLACK, seed));
        SaliencyMap map = saliency(rise, new Spot(8, 16), Spot.image(1)).get(0);
        foretold += map.reliability() / 20;
        found += before == null ? 0 : map.map().correlation(before) / 19;
        before = map.map();
      }
      assertEquals(found, foretold, 0.08, samples + " masks");
    }
  }

  /** As a wall: the copies are all the same, and no seed would tell anything else. */
  @Test
  void nothingIsToldOfTheSeedWhereNoMaskChangesAnything() throws Exception {
    byte[] grey = new byte[3 * 32 * 32];
    Arrays.fill(grey, (byte) 100);
    RgbImage wall = new RgbImage(32, 32, grey);
    Method.MaskSettings settings = settings(200, 9, Baseline.MEAN);
    for (SaliencyMethod method : List.of(new Rise(settings), new KernelShap(settings))) {
      SaliencyMap found = saliency(method, new Spot(8, 16), wall).get(0);
      assertNull(found.reliability());
    }
  }

  @Test
  void fillsBatches() throws Exception {
    Spot spot = new Spot(0, 0);
    explain(new Occlusion(settings(0, 64, Baseline.BLACK)), spot, Spot.image(1));
    assertEquals(9, spot.batches, "65 copies in batches of 8");
  }
}
