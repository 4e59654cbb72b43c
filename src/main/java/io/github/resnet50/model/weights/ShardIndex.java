package io.github.resnet50.model.weights;

import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** An index of several files of safetensors, which says of each tensor in which it is. */
record ShardIndex(Path file) {
  private static final long MOST_BYTES = 16 << 20;

  /**
   * The tensors that it lists.
   *
   * @throws ModelException where a file is missing, lies elsewhere, or lacks a tensor
   */
  Map<String, StoredTensor> tensors() throws ModelException, IOException {
    Map<String, Map<String, StoredTensor>> shards = new HashMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Map.Entry<String, String> place : places().entrySet()) {
      String shard = place.getValue();
      if (!shards.containsKey(shard)) {
        shards.put(shard, SafetensorsHeader.of(path(shard)).tensors());
      }
      StoredTensor tensor = shards.get(shard).get(place.getKey());
      if (tensor == null) {
        throw new ModelException(
            "%s says that %s is in %s, which lacks it"
                .formatted(file, Text.shortened(place.getKey()), shard));
      }
      tensors.put(place.getKey(), tensor);
    }
    return tensors;
  }

  private Path path(String shard) throws ModelException {
    if (!ModelDirectory.isFileName(shard) || !shard.endsWith(StateDictionary.SUFFIX)) {
      throw new ModelException(
          "%s names %s, which is no file of safetensors beside it"
              .formatted(file, Text.shortened(shard)));
    }
    Path path = file.toAbsolutePath().resolveSibling(shard);
    if (!Files.isRegularFile(path)) {
      throw new ModelException("%s lists %s, which is not there".formatted(file, shard));
    }
    return path;
  }

  private Map<String, String> places() throws ModelException, IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new ModelException(
          file + " is no index of safetensors: it has more than " + MOST_BYTES + " bytes");
    }
    Map<String, String> places = new LinkedHashMap<>();
    try (JsonReader json = new JsonReader(TextFile.open(file))) {
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals("weight_map")) {
          json.beginObject();
          while (json.hasNext()) {
            places.put(json.nextName(), json.nextString());
          }
          json.endObject();
        } else {
          json.skipValue();
        }
      }
      json.endObject();
    } catch (IOException | JsonParseException | IllegalStateException e) {
      throw new ModelException(
          file + " is no index of safetensors: " + Text.shortened(TextFile.reason(e)), e);
    }
    if (places.isEmpty()) {
      throw new ModelException(file + " is no index of safetensors: it lists no tensors");
    }
    return places;
  }
}
