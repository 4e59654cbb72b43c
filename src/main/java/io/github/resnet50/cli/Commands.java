package io.github.resnet50.cli;

import java.lang.reflect.Constructor;
import java.util.Arrays;
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
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Context.class})) {
        return type.cast(constructor.newInstance(context));
      }
    }
    return standard.create(type);
  }
}
