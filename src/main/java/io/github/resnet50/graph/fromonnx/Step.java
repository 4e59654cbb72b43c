package io.github.resnet50.graph.fromonnx;

import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.file.OnnxAttribute;
import io.github.resnet50.graph.onnx.file.OnnxNode;
import java.util.Arrays;
import java.util.List;

/**
 * A node of the file while it is translated.
 *
 * @param operatorSet by which its operation is meant
 * @param inputs their values; null for one that is left out
 * @param target for the value of constants
 */
record Step(OnnxNode node, int operatorSet, List<Value> inputs, TargetGraph target) {

  boolean has(int index) {
    return index < inputs.size() && inputs.get(index) != null;
  }

  /** An input that has to be there. */
  Value input(int index) throws UnpreparableModelException {
    if (!has(index)) {
      throw unsupported("without its input " + (index + 1));
    }
    return inputs.get(index);
  }

  /** All inputs that are there. */
  List<Value> given() {
    return inputs.stream().filter(value -> value != null).toList();
  }

  /** The value of an input that must not depend on the images. */
  HostTensor constant(int index) throws UnpreparableModelException {
    Value value = input(index);
    if (!value.isConstant()) {
      throw unsupported("whose input " + (index + 1) + " depends on the images");
    }
    if (!value.isPlain()) {
      throw unsupported("whose input " + (index + 1) + " is transposed");
    }
    return target.evaluate(value.tensor());
  }

  /** The same as whole numbers. */
  List<Long> longs(int index) throws UnpreparableModelException {
    return Arrays.stream(constant(index).longs()).boxed().toList();
  }

  /** The same as a single fraction. */
  float number(int index) throws UnpreparableModelException {
    float[] values = constant(index).floats();
    if (values.length != 1) {
      throw unsupported("whose input " + (index + 1) + " is not one number");
    }
    return values[0];
  }

  boolean hasAttribute(String name) {
    return node.attributes().containsKey(name);
  }

  long integer(String name, long otherwise) {
    OnnxAttribute attribute = node.attributes().get(name);
    return attribute == null ? otherwise : attribute.integer();
  }

  float number(String name, float otherwise) {
    OnnxAttribute attribute = node.attributes().get(name);
    return attribute == null ? otherwise : attribute.number();
  }

  String text(String name, String otherwise) {
    OnnxAttribute attribute = node.attributes().get(name);
    return attribute == null ? otherwise : attribute.text();
  }

  List<Long> integers(String name, List<Long> otherwise) {
    OnnxAttribute attribute = node.attributes().get(name);
    return attribute == null ? otherwise : attribute.integers();
  }

  /** Whole numbers that older operator sets have as an attribute, and newer ones as an input. */
  List<Long> integers(String name, int index, List<Long> otherwise)
      throws UnpreparableModelException {
    return has(index) ? longs(index) : integers(name, otherwise);
  }

  /** That the operation is there in a form that is not translated. */
  UnpreparableModelException unsupported(String how) {
    return new UnpreparableModelException(
        "operation %s %s is not translated".formatted(node.inWords(), how));
  }
}
