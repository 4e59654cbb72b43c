package io.github.resnet50.model.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ZooListTest {
  private final ZooList list = ZooList.builtIn();

  @Test
  void everyLineCanBeFetchedAndSaysWhatItIs() {
    assertEquals(
        list.models().size(), list.models().stream().map(ZooModel::name).distinct().count());
    for (ZooModel model : list.models()) {
      String name = model.name();
      assertTrue(ZooFetcher.isZooName(name), name);
      if (model.isOfDjl()) {
        continue;
      }
      ZooModel.Published published = model.published();
      assertTrue(
          model
              .files()
              .folder()
              .toString()
              .matches("https://huggingface\\.co/timm/" + name + "/resolve/(main|[0-9a-f]{40})/"),
          name);
      assertTrue(published.top1().percent() > 60 && published.top1().percent() < 90, name);
      assertTrue(published.top1().input() >= 160, name);
      if (published.larger() != null) {
        assertTrue(published.larger().percent() > published.top1().percent(), name);
        assertTrue(published.larger().input() > published.top1().input(), name);
      }
      // Weights are 4 bytes a parameter, and little else.
      assertEquals(4 * published.parameters(), published.megabytes(), 1, name);
      assertTrue(List.of("apache-2.0", "bsd-3-clause").contains(published.licence()), name);
      assertTrue(model.files().sha256() == null || model.files().sha256().length() == 64, name);
    }
  }

  @Test
  void torchvisionsAndTimmsResNet50AreThere() {
    assertEquals(80.85, list.find("resnet50.tv2_in1k").orElseThrow().published().top1().percent());
    assertEquals(80.38, list.find("resnet50.a1_in1k").orElseThrow().published().top1().percent());
    assertTrue(list.find("resnet50").orElseThrow().isOfDjl());
    assertFalse(list.find("resnet50.tv_in1k").orElseThrow().isOfDjl());
  }

  @Test
  void suggestsWhatIsAlike() {
    assertEquals("resnet50.a1_in1k", list.similarTo("resnet50.a1").get(0));
    assertEquals("resnet50.a1_in1k", list.similarTo("resent50.a1_in1k").get(0));
    assertEquals("mobilenet", list.similarTo("MobileNet2").get(0));
    assertEquals(List.of(), list.similarTo("vgg"));
    assertEquals(List.of(), list.similarTo(""));
  }
}
