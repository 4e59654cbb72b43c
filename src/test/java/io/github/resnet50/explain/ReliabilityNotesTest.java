package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.explain.ExplainedImage.Durations;
import io.github.resnet50.explain.ExplainedImage.Explanation;
import io.github.resnet50.explain.ExplainedImage.Measures;
import io.github.resnet50.explain.ExplainedImage.Target;
import io.github.resnet50.explain.SaliencyMap.Segment;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.model.Label;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReliabilityNotesTest {
  private static final HeatMap MAP = new HeatMap(1, 2, new float[] {1, 2});

  private static List<String> notes(Method method, SaliencyMap... maps) {
    ExplanationSummary summary = new ExplanationSummary();
    List<Explanation> explanations =
        Stream.of(maps)
            .map(
                map ->
                    new Explanation(
                        new Target(0, Label.parse("cat"), 0.5f),
                        method,
                        Map.of(),
                        map,
                        new Measures(MAP.concentration(), null, null),
                        null,
                        new byte[0]))
            .toList();
    summary.add(
        new ExplainedImage(
            new ImageRef(0, "x", Path.of("x")),
            1,
            1,
            null,
            null,
            explanations,
            new Durations(1, Map.of())));
    return ReliabilityNotes.of(summary, 500);
  }

  private static SaliencyMap reliable(double reliability) {
    return new SaliencyMap(MAP, reliability, List.of(new Segment(1, 0.5, 0.5, 0.1, 0.01)));
  }

  @Test
  void whatDependsMuchOnTheSeedIsToldWithWhatItTakes() {
    // .66 is the mean; the noise is .34/.66 of the variance, and is to be .1/.9.
    assertEquals(
        List.of(
            "shap: maps of another --seed would agree with r = 0.66 on average; 0.9 takes about"
                + " --samples 2400, or fewer --segments"),
        notes(Method.SHAP, reliable(0.6), reliable(0.72)));
    assertEquals(
        List.of(
            "rise: maps of another --seed would agree with r = 0.80 on average; 0.9 takes about"
                + " --samples 1200"),
        notes(Method.RISE, reliable(0.8)));
    assertEquals(
        List.of(
            "rise: maps of another --seed would agree with r = 0.00 on average; take more"
                + " --samples"),
        notes(Method.RISE, reliable(0)));
  }

  @Test
  void otherwiseNothingIsSaid() {
    assertEquals(List.of(), notes(Method.SHAP, reliable(0.92)));
    assertEquals(List.of(), notes(Method.GRADCAM, SaliencyMap.of(MAP)));
  }

  @Test
  void tooFewSamplesAreToldToo() {
    SaliencyMap untold = new SaliencyMap(MAP, null, List.of(new Segment(1, 0.5, 0.5, 0.1, null)));
    assertEquals(
        List.of(
            "shap: --samples 500 are too few to tell how far its maps depend on --seed; take more,"
                + " or fewer --segments"),
        notes(Method.SHAP, untold));
  }
}
