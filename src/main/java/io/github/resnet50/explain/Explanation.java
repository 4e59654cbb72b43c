package io.github.resnet50.explain;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.model.Label;
import java.util.Map;

/**
 * One method's map of one class of one image.
 *
 * @param classIndex which class
 * @param label of the class
 * @param probability of the class
 * @param parameters of the method, by name
 * @param map at the method's own resolution
 * @param faithfulness null where it was not asked for
 * @param sanity null where it was not asked for
 * @param overlay the map's colours over the image, at the model's resolution
 * @param png the same as a file, with a legend
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
public record Explanation(
    int classIndex,
    Label label,
    float probability,
    Method method,
    Map<String, Object> parameters,
    HeatMap map,
    Concentration concentration,
    Faithfulness faithfulness,
    Sanity sanity,
    RgbImage overlay,
    byte[] png) {}
