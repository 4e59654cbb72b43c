package io.github.resnet50.cli;

import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/** Makes the command objects, each with the process it runs in. */
final class Commands implements IFactory {
  private final Context context;
  private final IFactory standard = CommandLine.defaultFactory();

  Commands(Context context) {
    this.context = context;
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    if (type == ClassifyCommand.class) {
      return type.cast(new ClassifyCommand(context));
    }
    if (type == ModelsVerifyCommand.class) {
      return type.cast(new ModelsVerifyCommand(context));
    }
    if (type == ModelsImportCommand.class) {
      return type.cast(new ModelsImportCommand(context));
    }
    if (type == ModelsListCommand.class) {
      return type.cast(new ModelsListCommand(context));
    }
    if (type == ModelsRemoveCommand.class) {
      return type.cast(new ModelsRemoveCommand(context));
    }
    return standard.create(type);
  }
}
