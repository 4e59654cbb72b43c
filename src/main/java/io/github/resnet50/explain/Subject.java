package io.github.resnet50.explain;

import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.image.RgbImage;
import java.util.List;

/**
 * An image to explain.
 *
 * @param pixels as the model sees it
 * @param classes whose scores are to be explained
 * @param map the feature map; null where the method needs none
 * @param gradients of each class's logit with respect to the map; empty where the method needs none
 * @param scorer scores masked copies
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Subject(
    RgbImage pixels, int[] classes, FeatureMap map, List<FeatureMap> gradients, Scorer scorer) {}
