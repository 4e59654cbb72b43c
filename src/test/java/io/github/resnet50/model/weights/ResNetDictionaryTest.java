package io.github.resnet50.model.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.resnet.ResNet;
import io.github.resnet50.graph.resnet.ResNet.Block;
import io.github.resnet50.graph.resnet.ResNet.Stage;
import io.github.resnet50.graph.resnet.ResNet.Stem;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResNetDictionaryTest {
  private static final Stem PLAIN = new Stem(List.of(64), false);
  private static final Block BASIC = new Block(false, 1, false, 1);
  private static final Block BOTTLENECK = new Block(true, 1, false, 1);

  @TempDir Path scratch;

  private static ResNet net(Stem stem, Block block, int width, int squeezed, int... blocks) {
    return reduced(stem, block, width, width, squeezed, blocks);
  }

  private static ResNet reduced(
      Stem stem, Block block, int first, int width, int squeezed, int... blocks) {
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < blocks.length; i++) {
      int out = (block.bottleneck() ? 256 : width) << i;
      stages.add(new Stage(blocks[i], first << i, width << i, out, squeezed << i));
    }
    return new ResNet(3, stem, block, stages, 1000);
  }

  /** The published architectures, by their names. */
  private static Map<String, ResNet> published() {
    Stem d = new Stem(List.of(32, 32, 64), false);
    Block pooled = new Block(true, 1, true, 1);
    Map<String, ResNet> nets = new LinkedHashMap<>();
    nets.put("resnet18", net(PLAIN, BASIC, 64, 0, 2, 2, 2, 2));
    nets.put("resnet34", net(PLAIN, BASIC, 64, 0, 3, 4, 6, 3));
    nets.put("resnet50", net(PLAIN, BOTTLENECK, 64, 0, 3, 4, 6, 3));
    nets.put("resnet101", net(PLAIN, BOTTLENECK, 64, 0, 3, 4, 23, 3));
    nets.put("resnet152", net(PLAIN, BOTTLENECK, 64, 0, 3, 8, 36, 3));
    nets.put("resnext50_32x4d", net(PLAIN, new Block(true, 32, false, 1), 128, 0, 3, 4, 6, 3));
    nets.put("resnext101_32x8d", net(PLAIN, new Block(true, 32, false, 1), 256, 0, 3, 4, 23, 3));
    nets.put("resnext101_64x4d", net(PLAIN, new Block(true, 64, false, 1), 256, 0, 3, 4, 23, 3));
    nets.put("wide_resnet50_2", net(PLAIN, BOTTLENECK, 128, 0, 3, 4, 6, 3));
    nets.put("wide_resnet101_2", net(PLAIN, BOTTLENECK, 128, 0, 3, 4, 23, 3));
    nets.put("resnet50d", net(d, pooled, 64, 0, 3, 4, 6, 3));
    nets.put("resnet50c", net(d, BOTTLENECK, 64, 0, 3, 4, 6, 3));
    nets.put("resnet18d", net(d, new Block(false, 1, true, 1), 64, 0, 2, 2, 2, 2));
    nets.put(
        "resnet50s", net(new Stem(List.of(64, 64, 128), false), BOTTLENECK, 64, 0, 3, 4, 6, 3));
    nets.put("resnet26t", net(new Stem(List.of(24, 32, 64), false), pooled, 64, 0, 2, 2, 2, 2));
    nets.put("seresnet50", net(PLAIN, BOTTLENECK, 64, 16, 3, 4, 6, 3));
    nets.put("seresnext50_32x4d", net(PLAIN, new Block(true, 32, false, 1), 128, 16, 3, 4, 6, 3));
    nets.put("seresnet152d", net(d, pooled, 64, 16, 3, 8, 36, 3));
    // timm's resnetrs50, which only its way of training distinguishes otherwise.
    nets.put("seresnet50d", net(new Stem(d.widths(), true), pooled, 64, 64, 3, 4, 6, 3));
    // timm's senet154.
    nets.put(
        "seresnext154c_64x4d",
        reduced(
            new Stem(List.of(64, 64, 128), false),
            new Block(true, 64, false, 3),
            128,
            256,
            16,
            3,
            8,
            36,
            3));
    return nets;
  }

  @Test
  void recognisesWhatTorchvisionAndTimmPublish() {
    published()
        .forEach(
            (name, net) -> {
              Map<String, List<Long>> shapes = ResNetDictionary.expected(net);
              assertEquals(net, new ResNetShapes(shapes).architecture(), name);
            });
  }

  @Test
  void namesThemAsTheyAreKnown() {
    published()
        .forEach(
            (name, net) -> {
              if (!name.equals("seresnext154c_64x4d")) {
                assertEquals(name, net.name());
              }
            });
  }

  /** The numbers of parameters that torchvision's and timm's documentation tells, in millions. */
  @Test
  void haveAsManyParametersAsIsKnown() {
    Map<String, Double> millions =
        Map.of(
            "resnet18", 11.69,
            "resnet50", 25.56,
            "resnet152", 60.19,
            "resnext50_32x4d", 25.03,
            "resnext101_32x8d", 88.79,
            "wide_resnet50_2", 68.88,
            "resnet50d", 25.58,
            "seresnet50", 28.09,
            "resnet26t", 16.01);
    Map<String, ResNet> nets = published();
    millions.forEach(
        (name, expected) -> {
          long count =
              ResNetDictionary.expected(nets.get(name)).entrySet().stream()
                  .filter(tensor -> !tensor.getKey().contains("running"))
                  .mapToLong(tensor -> tensor.getValue().stream().reduce(1L, (a, b) -> a * b))
                  .sum();
          assertEquals(expected, count / 1e6, 0.005, name);
        });
  }

  /** A small one, as a file is quickly written of. */
  private static Map<String, List<Long>> small() {
    return new LinkedHashMap<>(
        ResNetDictionary.expected(
            new ResNet(
                3,
                new Stem(List.of(4), false),
                BASIC,
                List.of(
                    new Stage(1, 2, 2, 2, 0),
                    new Stage(1, 4, 4, 4, 0),
                    new Stage(1, 8, 8, 8, 0),
                    new Stage(1, 16, 16, 16, 0)),
                7)));
  }

  private ResNetDictionary read(String dtype, Map<String, List<Long>> shapes)
      throws ModelException, IOException {
    Path file = TinyFile.withShapes(scratch.resolve("w.safetensors"), dtype, shapes);
    return ResNetDictionary.of(StateDictionary.read(file));
  }

  private String refusal(Map<String, List<Long>> shapes) {
    return refusal("F32", shapes);
  }

  private String refusal(String dtype, Map<String, List<Long>> shapes) {
    ModelException e = assertThrows(ModelException.class, () -> read(dtype, shapes));
    return e.getMessage().replace(scratch.resolve("w.safetensors").toString(), "FILE");
  }

  @Test
  void takesAWholeOne() throws Exception {
    assertEquals(7, read("F32", small()).architecture().classes());
  }

  @Test
  void takesAllTheNamesBehindAPrefix() throws Exception {
    Map<String, List<Long>> wrapped = new LinkedHashMap<>();
    small().forEach((name, shape) -> wrapped.put("state.module." + name, shape));
    assertEquals(7, read("F16", wrapped).architecture().classes());
  }

  @Test
  void namesWhatIsMissing() {
    Map<String, List<Long>> shapes = small();
    shapes.remove("layer3.0.bn2.running_var");
    assertEquals(
        "FILE holds no ResNet as torchvision or timm name its weights (nearest: resnet10): missing:"
            + " layer3.0.bn2.running_var",
        refusal(shapes));
    shapes.keySet().removeIf(name -> name.startsWith("layer2.") || name.startsWith("fc."));
    assertTrue(refusal(shapes).contains("missing: layer2.0.conv1.weight, layer2.0.bn1.weight, "));
  }

  @Test
  void namesWhatIsUnexpected() {
    Map<String, List<Long>> shapes = small();
    for (int i = 0; i < 5; i++) {
      shapes.put("layer1.0.attention." + i, List.of(1L));
    }
    assertEquals(
        "FILE holds no ResNet as torchvision or timm name its weights (nearest: resnet10):"
            + " unexpected: layer1.0.attention.0, layer1.0.attention.1, layer1.0.attention.2 and 2"
            + " more",
        refusal(shapes));
  }

  @Test
  void namesWrongShapes() {
    Map<String, List<Long>> shapes = small();
    shapes.put("layer4.0.conv2.weight", List.of(16L, 16L, 1L, 1L));
    assertEquals(
        "FILE holds no ResNet as torchvision or timm name its weights (nearest: resnet10): wrong"
            + " shape: layer4.0.conv2.weight [16, 16, 1, 1], expected [16, 16, 3, 3]",
        refusal(shapes));
  }

  @Test
  void saysOfOtherNetworksThatTheyAreOthers() {
    String refusal =
        refusal(
            Map.of(
                "features.0.weight", List.of(64L, 3L, 11L, 11L),
                "classifier.1.weight", List.of(10L, 9L)));
    assertTrue(
        refusal.startsWith(
            "FILE holds no ResNet as torchvision or timm name its weights (the only kind of network"
                + " that is known by them): missing: conv1.weight, "),
        refusal);
    assertTrue(refusal.contains("unexpected: "), refusal);
  }

  /** Whatever a dictionary claims, what is made of it before it is refused stays small. */
  @Test
  void isNotMisledByNumbersInNamesAndShapes() {
    Map<String, List<Long>> shapes = small();
    shapes.put("layer1.9999.conv1.weight", List.of(1L));
    shapes.put("layer4.99999999999999999999.conv1.weight", List.of(1L));
    assertTrue(refusal(shapes).contains("missing: layer1.1.conv1.weight"));
    Map<String, List<Long>> empty = small();
    empty.put("layer1.0.conv2.weight", List.of(1L << 50, 0L, 3L, 3L));
    empty.put("fc.weight", List.of(0L, 16L));
    assertTrue(refusal(empty).contains("wrong shape"), refusal(empty));
  }

  @Test
  void readsNoOtherTypes() {
    assertEquals(
        "FILE: conv1.weight is of type F64; F32, F16 and BF16 are read", refusal("F64", small()));
    assertEquals(
        "FILE: conv1.weight is of type I8; F32, F16 and BF16 are read", refusal("I8", small()));
  }
}
