package io.github.resnet50.model.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.UsualScaling;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.intake.ScalingFinder.Fit;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalingFinderTest {
  private static Fit fit(UsualScaling scaling, ChannelOrder order, double divergence) {
    return new Fit(scaling, order, divergence);
  }

  @Test
  void takesWhatFitsClearlyBest() {
    ScalingFinder.InferredScaling found =
        ScalingFinder.clearlyBest(
                List.of(
                    fit(UsualScaling.TF, ChannelOrder.BGR, 0.02),
                    fit(UsualScaling.TF, ChannelOrder.RGB, 0.03),
                    fit(UsualScaling.UNIT, ChannelOrder.RGB, 0.9)))
            .orElseThrow();
    assertEquals(UsualScaling.TF, found.scaling());
    assertEquals(ChannelOrder.RGB, found.order());
    assertEquals(
        "batch-norm statistics: divergence 0.0300 against 0.900 for unit", found.evidence());
  }

  @Test
  void takesTheOtherOrderWhereItFitsClearlyBetter() {
    ScalingFinder.InferredScaling found =
        ScalingFinder.clearlyBest(
                List.of(
                    fit(UsualScaling.TORCH, ChannelOrder.BGR, 0.01),
                    fit(UsualScaling.TORCH, ChannelOrder.RGB, 0.2),
                    fit(UsualScaling.TF, ChannelOrder.RGB, 0.5)))
            .orElseThrow();
    assertEquals(ChannelOrder.BGR, found.order());
  }

  @Test
  void caffeIsUsuallyBgr() {
    ScalingFinder.InferredScaling found =
        ScalingFinder.clearlyBest(
                List.of(
                    fit(UsualScaling.CAFFE, ChannelOrder.RGB, 0.02),
                    fit(UsualScaling.CAFFE, ChannelOrder.BGR, 0.021),
                    fit(UsualScaling.RAW, ChannelOrder.RGB, 3)))
            .orElseThrow();
    assertEquals(ChannelOrder.BGR, found.order());
  }

  @Test
  void leavesOpenWhatIsNotClear() {
    assertTrue(ScalingFinder.clearlyBest(List.of()).isEmpty());
    List<Fit> near =
        List.of(
            fit(UsualScaling.TF, ChannelOrder.RGB, 0.1),
            fit(UsualScaling.TORCH, ChannelOrder.RGB, 0.3));
    assertTrue(ScalingFinder.clearlyBest(near).isEmpty());
    List<Fit> allBad =
        List.of(
            fit(UsualScaling.TF, ChannelOrder.RGB, 2),
            fit(UsualScaling.TORCH, ChannelOrder.RGB, 300));
    assertTrue(ScalingFinder.clearlyBest(allBad).isEmpty());
    assertEquals("tf 2.00, torch 300", ScalingFinder.table(allBad));
  }

  @Test
  void notANumberIsNoEvidence() {
    List<Fit> broken =
        List.of(
            fit(UsualScaling.TF, ChannelOrder.RGB, Double.NaN),
            fit(UsualScaling.TORCH, ChannelOrder.RGB, Double.NaN));
    assertTrue(ScalingFinder.clearlyBest(broken).isEmpty());
  }

  private static Preprocessing preprocessing(UsualScaling scaling, ChannelOrder order) {
    return new ServingProperties(scaling.properties(order)).preprocessing();
  }

  @Test
  void scalingsMeanWhatTheySay() {
    assertEquals(1 / 255f, preprocessing(UsualScaling.UNIT, ChannelOrder.RGB).scaling().scale());
    assertEquals(
        List.of(1f, 1f, 1f), preprocessing(UsualScaling.UNIT, ChannelOrder.RGB).scaling().std());
    Preprocessing raw = preprocessing(UsualScaling.RAW, ChannelOrder.RGB);
    assertEquals(1f, raw.scaling().scale());
    assertEquals(List.of(0f, 0f, 0f), raw.scaling().mean());
    Preprocessing caffe = preprocessing(UsualScaling.CAFFE, ChannelOrder.BGR);
    assertEquals(List.of(103.939f, 116.779f, 123.68f), caffe.scaling().mean());
    assertEquals(ChannelOrder.BGR, caffe.channelOrder());
    Preprocessing torch = preprocessing(UsualScaling.TORCH, ChannelOrder.RGB);
    assertEquals(List.of(58.395f, 57.12f, 57.375f), torch.scaling().std());
    Preprocessing gray = preprocessing(UsualScaling.TF, ChannelOrder.GRAY);
    assertEquals(ChannelOrder.GRAY, gray.channelOrder());
    assertEquals(127.5f, gray.scaling().mean().get(0));
  }
}
