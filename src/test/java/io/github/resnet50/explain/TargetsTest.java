package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.decision.TaxonomyFile;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.explain.AskedClass.ClassChoice;
import io.github.resnet50.explain.SaliencyMethod.Subject;
import io.github.resnet50.explain.Targets.Mixture;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.model.Label;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetsTest {
  private static final List<Label> LABELS =
      List.of(new Label("beagle", "beagle"), new Label("tabby", "tabby"), new Label("pug", "pug"));

  private static final Targets DOGS = new Targets(List.of(BitSet.valueOf(new long[] {0b101})));

  @TempDir Path folder;

  private Taxonomy tree() throws IOException {
    return TaxonomyFile.read(
        Files.writeString(
            folder.resolve("tree.csv"),
            """
            class,parent,label
            beagle,n1,
            pug,n1,
            tabby,n2,
            n1,n3,dog
            n2,n3,cat
            n4,n3,bird
            n5,n4,bird
            """));
  }

  @Test
  void aGroupIsTheSumOfItsClasses() {
    float[] all = DOGS.withGroups(new float[] {.25f, .125f, .5f});
    assertArrayEquals(new float[] {.25f, .125f, .5f, .75f}, all);
    Mixture dogs = DOGS.mixture(3, all);
    assertArrayEquals(new int[] {2, 0}, dogs.classes());
    assertArrayEquals(new float[] {2 / 3f, 1 / 3f}, dogs.weights());
    assertArrayEquals(new int[] {1}, DOGS.mixture(1, all).classes());
  }

  @Test
  void whatHardlyCountsIsLeftOut() {
    assertArrayEquals(
        new int[] {2}, DOGS.mixture(3, DOGS.withGroups(new float[] {1e-5f, .5f, .5f})).classes());
    assertEquals(1, DOGS.mixture(3, DOGS.withGroups(new float[] {0, 1, 0})).weights()[0]);
  }

  /** CAM is linear in the weights of classes, and so that of a group is the mean of theirs. */
  @Test
  void theMapOfAGroupIsTheMeanOfThoseOfItsClasses() throws Exception {
    FeatureMap map = new FeatureMap(1, 2, 2, new float[] {1, 4, 3, 1});
    SaliencyMethod cam = ActivationMaps.cam(new float[][] {{2, -1}, {0, 1}, {1, 1}});
    float[] all = DOGS.withGroups(new float[] {.25f, .125f, .5f});
    List<Mixture> mixtures =
        List.of(DOGS.mixture(3, all), DOGS.mixture(2, all), DOGS.mixture(0, all));
    List<SaliencyMap> maps =
        cam.explain(
            new Subject(
                new RgbImage(1, 1, new byte[3]),
                new int[] {3, 2, 0},
                map,
                List.of(),
                null,
                null,
                mixtures));
    for (int place = 0; place < 2; place++) {
      assertEquals(
          (2 * maps.get(1).map().values()[place] + maps.get(2).map().values()[place]) / 3,
          maps.get(0).map().values()[place],
          1e-6);
    }
  }

  @Test
  void aNodeIsItsClassesTogetherBesideTheBestOfThem() throws IOException {
    ClassChoice dog = new AskedClass("Dog", tree()).of(5, LABELS);
    assertArrayEquals(new int[] {3, 2}, dog.of(new float[] {.25f, .125f, .5f, .75f}));
    assertEquals(new Label("n1", "dog"), dog.group().label());
    assertEquals(2, dog.group().classes().cardinality());
    ClassChoice cat = new AskedClass("n2", tree()).of(5, LABELS);
    assertArrayEquals(new int[] {1}, cat.of(new float[] {.25f, .125f, .5f}), "one class");
    assertNull(cat.group());
    assertArrayEquals(
        new int[] {2}, new AskedClass("top1", null).of(5, LABELS).of(new float[] {.1f, .2f, .7f}));
  }

  @Test
  void whatMeansNoneOrTwoIsNamed() throws IOException {
    assertTrue(
        refused("bird", tree()).contains("is 2 nodes of " + folder), refused("bird", tree()));
    assertTrue(refused("n5", tree()).contains("none of the model's 3 classes, and nothing of "));
    assertEquals(
        "--class dog: none of the model's 3 classes; name top1, all-top-k, a label, an id or an"
            + " index from 0",
        refused("dog", null));
  }

  private static String refused(String text, Taxonomy tree) {
    return assertThrows(
            IllegalArgumentException.class, () -> new AskedClass(text, tree).of(5, LABELS))
        .getMessage();
  }
}
