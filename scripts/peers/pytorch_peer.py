#!/usr/bin/env python3
"""Bare inference of a network in PyTorch: traced, frozen, optimised for inference.

Reads what Export wrote into a folder (network.json, weights.bin, images.bin). Without
--probabilities, measures every batch size for --seconds after a warm-up and writes the rates;
with it, writes the probabilities of all images (big-endian) for comparison.
"""
import argparse
import json
import mmap
import os
import time

import torch
import torch.nn.functional as F


class Network(torch.nn.Module):
    def __init__(self, folder):
        super().__init__()
        with open(os.path.join(folder, "network.json"), encoding="utf-8") as file:
            self.description = json.load(file)
        with open(os.path.join(folder, "weights.bin"), "rb") as file:
            content = bytearray(file.read())
        self.buffers_by_name = {}
        for i, (name, place) in enumerate(self.description["weights"].items()):
            count = 1
            for size in place["shape"]:
                count *= size
            tensor = torch.frombuffer(
                content, dtype=torch.float32, count=count, offset=place["offset"]
            )
            buffer = f"weight_{i}"  # names with dots are not allowed
            self.register_buffer(buffer, tensor.reshape(place["shape"]).clone())
            self.buffers_by_name[name] = buffer

    def forward(self, images):
        values = {self.description["input"]: images}
        for name, buffer in self.buffers_by_name.items():
            values[name] = getattr(self, buffer)
        for node in self.description["nodes"]:
            inputs = [values[name] for name in node["inputs"]]
            values[node["output"]] = apply(node["op"], inputs, node["attributes"])
        return values[self.description["output"]]


def apply(op, inputs, attributes):
    """One ONNX operation of those that NetworkReader makes."""
    x = inputs[0]
    if op == "Conv":
        x, padding = padded(x, attributes["pads"], 0.0)
        bias = inputs[2] if len(inputs) > 2 else None
        return F.conv2d(
            x,
            inputs[1],
            bias,
            attributes["strides"],
            padding,
            attributes["dilations"],
            attributes["group"],
        )
    if op == "MaxPool":
        x, padding = padded(x, attributes["pads"], float("-inf"))
        return F.max_pool2d(x, attributes["kernel_shape"], attributes["strides"], padding)
    if op == "Gemm":
        weight = inputs[1] if attributes["transB"] else inputs[1].t()
        return F.linear(x, weight, inputs[2])
    if op == "Relu":
        return F.relu(x)
    if op == "Clip":  # NetworkReader makes it of a ReLU6 alone
        return F.relu6(x)
    if op == "Add":
        return x + inputs[1]
    if op == "GlobalAveragePool":
        return F.adaptive_avg_pool2d(x, (1, 1))
    if op == "Flatten":
        return torch.flatten(x, 1)
    if op == "Softmax":
        return torch.softmax(x, -1)
    raise ValueError(f"no {op} here")


def padded(x, pads, value):
    """PyTorch pads both sides alike; what is more at one side comes first."""
    top, left, bottom, right = pads
    if top == bottom and left == right:
        return x, (top, left)
    return F.pad(x, (left, right, top, bottom), value=value), (0, 0)


def rate(module, images, size, seconds, warm_up):
    """Images a second over whole batches, going round over the images."""
    batches = [images[i : i + size] for i in range(0, len(images) - size + 1, size)] or [images]

    def run(limit):
        done = 0
        start = time.perf_counter()
        while True:
            for batch in batches:
                module(batch)
                done += len(batch)
                if time.perf_counter() - start >= limit:
                    return done / (time.perf_counter() - start)

    run(warm_up)
    return run(seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", required=True)
    parser.add_argument("--batch-sizes", default="8")
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--warm-up", type=float, default=2)
    parser.add_argument("--probabilities")
    parser.add_argument("--result")
    parser.add_argument("--trace", help="only write the traced network here")
    options = parser.parse_args()

    torch.set_num_threads(options.threads)
    network = Network(options.folder).eval()
    shape = network.description["image_shape"]
    with open(os.path.join(options.folder, "images.bin"), "rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_COPY)
        images = torch.frombuffer(content, dtype=torch.float32).reshape([-1] + shape).clone()
    sizes = [int(size) for size in options.batch_sizes.split(",")]
    if options.trace:
        traced = torch.jit.trace(network, images[:2], check_trace=False)
        traced.save(options.trace, _extra_files={"shape": ",".join(map(str, shape))})
        return
    with torch.inference_mode():
        settings = []
        for size in sizes:
            traced = torch.jit.trace(network, images[:2], check_trace=False)
            module = torch.jit.optimize_for_inference(torch.jit.freeze(traced))
            for _ in range(2):  # the first runs specialise it
                module(images[:size])
            if options.probabilities:
                parts = [module(images[i : i + size]) for i in range(0, len(images), size)]
                values = torch.cat(parts).contiguous().numpy().astype(">f4")
                values.tofile(options.probabilities)
                return
            found = rate(module, images, size, options.seconds, options.warm_up)
            settings.append(
                {"batch_size": size, "threads": options.threads, "images_per_second": found}
            )
    with open(options.result, "w", encoding="utf-8") as file:
        json.dump({"version": torch.__version__, "settings": settings}, file)


if __name__ == "__main__":
    main()
