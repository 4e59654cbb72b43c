package io.github.resnet50.peers.network;

import io.github.resnet50.report.ReportJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes a network for {@code pytorch_peer.py}: {@code network.json}, {@code weights.bin}. */
public final class TorchWriter {
  private TorchWriter() {}

  /**
   * Where a constant lies.
   *
   * @param offset in bytes
   */
  private record Place(List<Long> shape, long offset) {}

  private record Description(
      String input,
      List<Long> imageShape,
      List<Network.Node> nodes,
      Map<String, Place> weights,
      String output) {}

  /** Writes both files. */
  public static void write(Network network, Path folder) throws IOException {
    Map<String, Place> places = new LinkedHashMap<>();
    long offset = 0;
    try (OutputStream out = Files.newOutputStream(folder.resolve("weights.bin"))) {
      for (Map.Entry<String, Weights> entry : network.weights().entrySet()) {
        places.put(entry.getKey(), new Place(entry.getValue().shape(), offset));
        entry.getValue().content().writeTo(out);
        offset += entry.getValue().content().size();
      }
    }
    Description description =
        new Description(
            network.input(), network.imageShape(), network.nodes(), places, network.output());
    Files.writeString(folder.resolve("network.json"), ReportJson.GSON.toJson(description));
  }
}
