package io.github.resnet50.graph;

import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.NodeDef;

/** A model's variables, loaded when the first is asked for: frozen models have none. */
final class SavedVariables implements VariableFreezer.Source, AutoCloseable {

  private final Path directory;
  private final ConfigProto config;
  private GraphRunner loaded;

  SavedVariables(Path directory, ConfigProto config) {
    this.directory = directory;
    this.config = config;
  }

  @Override
  public List<HostTensor> read(List<NodeDef> variables) throws UnpreparableModelException {
    if (loaded == null) {
      loaded = GraphRunner.load(directory, config);
    }
    return loaded.readVariables(variables);
  }

  @Override
  public void close() {
    if (loaded != null) {
      loaded.close();
    }
  }
}
