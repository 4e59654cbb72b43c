package io.github.resnet50.model.verify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.labelled.LabelledImages.LabelledImage;
import io.github.resnet50.model.verify.Candidates.Candidate;
import io.github.resnet50.model.verify.PreprocessingVerifier.VerifyListener;
import io.github.resnet50.model.verify.Verification.Conclusion;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PreprocessingVerifierTest {
  private static final String HALVES = "127.5,127.5,127.5,127.5,127.5,127.5";
  private static final Map<String, String> UNIT = Map.of("width", "8", "height", "8");
  private static final Map<String, String> BGR_UNIT = with(UNIT, "channelOrder", "BGR");
  private static final Map<String, String> TF =
      with(with(UNIT, "toTensor", "false"), "normalize", HALVES);
  private static final Map<String, String> BGR_TF = with(TF, "channelOrder", "BGR");

  private static Map<String, String> with(
      Map<String, String> properties, String key, String value) {
    Map<String, String> more = new HashMap<>(properties);
    more.put(key, value);
    return more;
  }

  @Test
  void theDeclaredOneIsBest() throws Exception {
    Verification verification = verify(new PickyClassifier(TF, TF), shades(20));
    assertEquals(Conclusion.DECLARED_BEST, verification.conclusion());
    assertEquals(
        "the declared preprocessing is best (top-1 100 % and top-5 100 % of 20 in shades)",
        verification.summary());
    assertEquals(verification.declared(), verification.best());
    assertEquals(-0.1, verification.best().accuracy().meanLogProbability(), 1e-6);
    assertNull(verification.change());
    assertTrue(verification.candidates().get(0).declared());
    assertEquals(
        verification.candidates().size(), verification.evidence().get("candidates").getAsInt());
  }

  @Test
  void aWrongOrderIsNoticedAndTheOneKeyNamed() throws Exception {
    Verification verification = verify(new PickyClassifier(TF, BGR_TF), shades(20));
    assertEquals(Conclusion.OTHER_BETTER, verification.conclusion());
    assertEquals(Map.of("channelOrder", "BGR"), verification.change().set());
    assertTrue(
        verification.summary().endsWith(": set channelOrder=BGR in picky/serving.properties"),
        verification.summary());
    assertEquals("BGR, tf, squeeze", verification.best().accuracy().description());
  }

  @Test
  void aWrongScalingAndOrderAreNoticedTogether() throws Exception {
    Verification verification = verify(new PickyClassifier(TF, BGR_UNIT), shades(20));
    assertEquals(
        Map.of("channelOrder", "BGR", "toTensor", "true", "normalize", "false"),
        verification.change().set());
  }

  @Test
  void whatHardlyMattersIsNotWorthAWarning() throws Exception {
    Map<String, String> cropped = with(with(UNIT, "resizeShort", "9"), "centerCrop", "true");
    Verification verification = verify(new PickyClassifier(UNIT, cropped), shades(20));
    assertEquals(Conclusion.DECLARED_BEST, verification.conclusion());
    assertTrue(verification.summary().contains("as good as any"));
  }

  @Test
  void onNineImagesNothingIsSaid() throws Exception {
    Verification verification = verify(new PickyClassifier(TF, BGR_TF), shades(9));
    assertEquals(Conclusion.TOO_FEW_IMAGES, verification.conclusion());
    assertEquals("too few images to tell: 9, at least 10 are needed", verification.summary());
    assertNull(verification.change());
  }

  @Test
  void whatHelpsThreeImagesAndHurtsSevenIsNoReasonYet() throws Exception {
    PickyClassifier moody =
        new PickyClassifier(TF, TF) {
          @Override
          double share(Candidate given, int trueClass) {
            if (!given.scalingName().equals("tf")) {
              return super.share(given, trueClass);
            }
            return given.steps().channelOrder() == ChannelOrder.RGB
                ? 0.4
                : trueClass < 3 ? 0.9 : 0.35;
          }
        };
    Verification verification = verify(moody, shades(10));
    assertEquals(Conclusion.TOO_FEW_IMAGES, verification.conclusion());
    assertTrue(
        verification.summary().contains("BGR, tf, squeeze looks better"), verification.summary());
  }

  @Test
  void aModelThatKnowsNothingFitsNothing() throws Exception {
    PickyClassifier wrongLabels =
        new PickyClassifier(TF, TF) {
          @Override
          public List<Label> labels() {
            List<Label> turned = new ArrayList<>(super.labels());
            Collections.rotate(turned, 7);
            return turned;
          }
        };
    Verification verification = verify(wrongLabels, shades(20));
    assertEquals(Conclusion.NONE_FITS, verification.conclusion());
  }

  @Test
  void unknownLabelsAndUnreadableImagesAreCounted() throws Exception {
    List<LabelledImage> images = new ArrayList<>(shades(20).images());
    images.add(new LabelledImage("dog.png", List.of(List.of("dog")), () -> new byte[0]));
    images.add(new LabelledImage("empty.png", List.of(List.of("shade1")), () -> new byte[0]));
    List<String> failed = new ArrayList<>();
    AtomicLong planned = new AtomicLong();
    AtomicLong done = new AtomicLong();
    VerifyListener listener =
        new VerifyListener() {
          @Override
          public void planned(long predictions) {
            planned.set(predictions);
          }

          @Override
          public void predicted(int more) {
            done.addAndGet(more);
          }

          @Override
          public void failed(String image, ImageFailure failure) {
            failed.add(image);
          }
        };
    PickyClassifier classifier = new PickyClassifier(TF, TF);
    Verification verification;
    try (ImageDecoder decoder = new ImageDecoder(1000)) {
      verification =
          new PreprocessingVerifier(decoder, 3, listener)
              .verify(classifier, new LabelledImages("mine", images));
    }
    assertEquals(List.of("empty.png"), failed);
    assertEquals(20, verification.images().used());
    assertEquals(1, verification.images().unmatched());
    assertEquals(1, verification.images().failed());
    assertEquals(planned.get(), done.get());
    assertEquals(20L * verification.candidates().size(), done.get());
    assertEquals(0, classifier.open.get());
    assertEquals(1.0, verification.evidence().get("accuracy").getAsDouble());
    assertEquals("DECLARED_BEST", verification.evidence().get("verdict").getAsString());
    assertTrue(verification.evidence().getAsJsonObject("declared").has("mean_log_probability"));
  }

  @Test
  void withoutAKnownLabelThereIsNothingToTellBy() {
    NoImageException e =
        assertThrows(
            NoImageException.class,
            () -> verify(new PickyClassifier(TF, TF), LabelledImages.samples()));
    assertEquals(
        "none of the 25 labels in built-in samples (n02802426 basketball, n04254680 soccer ball,"
            + " n04409515 tennis ball, …) is one of the 20 of the model (s0, s1, s2, …)",
        e.getMessage());
  }

  @Test
  void onSamplesOfOtherClassesThereIsNoEvidenceButAReason() throws Exception {
    List<String> notes = new ArrayList<>();
    try (ImageDecoder decoder = new ImageDecoder(Long.MAX_VALUE)) {
      assertTrue(
          new PreprocessingVerifier(decoder, 2, VerifyListener.NONE)
              .verifyOnSamples(new PickyClassifier(TF, TF), notes::add)
              .isEmpty());
    }
    assertTrue(
        notes.get(0).startsWith("preprocessing of picky is not verified: none of"),
        notes::toString);
  }

  @Test
  void logitsAreNoProbabilities() {
    PickyClassifier logits =
        new PickyClassifier(TF, TF) {
          @Override
          double share(Candidate given, int trueClass) {
            return 9.5;
          }
        };
    ModelException e = assertThrows(ModelException.class, () -> verify(logits, shades(20)));
    assertTrue(e.getMessage().contains("set applySoftmax=true"), e.getMessage());
  }

  private static Verification verify(PickyClassifier classifier, LabelledImages images)
      throws Exception {
    try (ImageDecoder decoder = new ImageDecoder(Long.MAX_VALUE)) {
      return new PreprocessingVerifier(decoder, 2, VerifyListener.NONE).verify(classifier, images);
    }
  }

  private static LabelledImages shades(int count) {
    return new LabelledImages(
        "shades", IntStream.range(0, count).mapToObj(PreprocessingVerifierTest::shade).toList());
  }

  private static LabelledImage shade(int index) {
    return new LabelledImage(
        index + ".png", List.of(List.of("Shade" + index)), () -> png(index * 10 + 5));
  }

  private static byte[] png(int red) {
    BufferedImage image = new BufferedImage(10, 9, BufferedImage.TYPE_INT_RGB);
    int[] pixels = new int[90];
    Arrays.fill(pixels, red << 16);
    image.setRGB(0, 0, 10, 9, pixels, 0, 10);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, "png", bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
