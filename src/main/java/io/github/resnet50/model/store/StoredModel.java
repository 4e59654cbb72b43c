package io.github.resnet50.model.store;

import io.github.resnet50.model.ModelDirectory;
import java.util.Optional;

/**
 * A model in the store.
 *
 * @param name the value for {@code --model}
 * @param directory its files
 * @param builtIn whether it is one that comes with the program
 * @param card empty for a built-in one, and where the folder was made by hand
 */
public record StoredModel(
    String name, ModelDirectory directory, boolean builtIn, Optional<ModelCard> card) {}
