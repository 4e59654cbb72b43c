package io.github.resnet50.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing.Size;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreprocessingTest {
  /** Journals and caches outlive the names of our records' components. */
  @Test
  void identityIsWrittenAsItAlwaysWas() {
    Scaling scaling = new Scaling(1 / 255f, List.of(0.5f, 0f, 1f), List.of(1f, 2f, 3f));
    assertEquals(
        "Preprocessing[width=224, height=160, resize=Size[width=20, height=30], resizeShort=256,"
            + " centerCrop=true, scale=0.003921569, mean=[0.5, 0.0, 1.0], std=[1.0, 2.0, 3.0],"
            + " channelOrder=BGR]",
        new Preprocessing(
                224, 160, new Resizing(new Size(20, 30), 256, true), scaling, ChannelOrder.BGR)
            .identity());
    assertEquals(
        "Preprocessing[width=8, height=8, resize=null, resizeShort=0, centerCrop=false, scale=1.0,"
            + " mean=[0.0, 0.0, 0.0], std=[1.0, 1.0, 1.0], channelOrder=RGB]",
        new Preprocessing(8, 8, Resizing.SQUEEZE, Scaling.NONE, ChannelOrder.RGB).identity());
    assertEquals(
        "Preprocessing[width=8, height=8, resize=Size[width=9, height=9], resizeShort=0,"
            + " centerCrop=true, scale=1.0, mean=[0.0, 0.0, 0.0], std=[1.0, 1.0, 1.0],"
            + " channelOrder=RGB, fit=CONTAIN, interpolation=lanczos]",
        new Preprocessing(
                8,
                8,
                CropMode.BORDER.resizing(8, 8, 0.875, Interpolation.LANCZOS),
                Scaling.NONE,
                ChannelOrder.RGB)
            .identity());
  }

  /** A step that the line left out would serve features of another preprocessing. */
  @Test
  void everyComponentHasItsPlaceInTheIdentity() {
    assertEquals(6, Preprocessing.class.getRecordComponents().length);
    assertEquals(5, Resizing.class.getRecordComponents().length);
    assertEquals(3, Scaling.class.getRecordComponents().length);
  }
}
