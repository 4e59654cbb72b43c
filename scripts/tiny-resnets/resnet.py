"""ResNets as torchvision and timm build them, with their names; an independent reference."""

from torch import nn


class SqueezeExcite(nn.Module):
    def __init__(self, channels, middle):
        super().__init__()
        self.fc1 = nn.Conv2d(channels, middle, 1)
        self.fc2 = nn.Conv2d(middle, channels, 1)

    def forward(self, x):
        y = x.mean((2, 3), keepdim=True)
        return x * self.fc2(self.fc1(y).relu()).sigmoid()


class Block(nn.Module):
    """sizes: (outputs, kernel, stride, groups) of each convolution."""

    def __init__(self, channels, sizes, shortcut, middle):
        super().__init__()
        self.count = len(sizes)
        for i, (out, kernel, stride, groups) in enumerate(sizes, 1):
            conv = nn.Conv2d(channels, out, kernel, stride, kernel // 2, groups=groups, bias=False)
            setattr(self, f"conv{i}", conv)
            setattr(self, f"bn{i}", nn.BatchNorm2d(out))
            channels = out
        self.se = SqueezeExcite(channels, middle) if middle else nn.Identity()
        self.downsample = shortcut

    def forward(self, x):
        y = x
        for i in range(1, self.count + 1):
            y = getattr(self, f"bn{i}")(getattr(self, f"conv{i}")(y))
            y = y.relu() if i < self.count else y
        return (self.se(y) + (x if self.downsample is None else self.downsample(x))).relu()


def shortcut(channels, out, stride, pooled, kernel):
    if stride == 1 and channels == out:
        return None
    kernel = kernel if stride > 1 else 1
    norm = nn.BatchNorm2d(out)
    if not pooled:
        conv = nn.Conv2d(channels, out, kernel, stride, kernel // 2, bias=False)
        return nn.Sequential(conv, norm)
    pool = nn.AvgPool2d(2, 2, ceil_mode=True, count_include_pad=False)
    conv = nn.Conv2d(channels, out, kernel, 1, kernel // 2, bias=False)
    return nn.Sequential(pool if stride > 1 else nn.Identity(), conv, norm)


class ResNet(nn.Module):
    def __init__(
        self,
        blocks,
        classes=1000,
        channels=3,
        stem=(64,),
        conv_pool=False,
        bottleneck=True,
        width=64,
        out=256,
        groups=1,
        reduce_first=1,
        avg_down=False,
        down_kernel=1,
        se=0,
    ):
        super().__init__()
        last = stem[-1]
        if len(stem) == 1:
            self.conv1 = nn.Conv2d(channels, last, 7, 2, 3, bias=False)
        else:
            a, b, c = stem
            self.conv1 = nn.Sequential(
                nn.Conv2d(channels, a, 3, 2, 1, bias=False),
                nn.BatchNorm2d(a),
                nn.ReLU(),
                nn.Conv2d(a, b, 3, 1, 1, bias=False),
                nn.BatchNorm2d(b),
                nn.ReLU(),
                nn.Conv2d(b, c, 3, 1, 1, bias=False),
            )
        self.bn1 = nn.BatchNorm2d(last)
        pool = nn.Conv2d(last, last, 3, 2, 1, bias=False)
        self.maxpool = (
            nn.Sequential(pool, nn.BatchNorm2d(last), nn.ReLU())
            if conv_pool
            else nn.MaxPool2d(3, 2, 1)
        )
        x = last
        for stage, count in enumerate(blocks):
            w, o = width << stage, (out if bottleneck else width) << stage
            layers = []
            for block in range(count):
                stride = 2 if stage and not block else 1
                first = w // reduce_first
                sizes = (
                    [(first, 1, 1, 1), (w, 3, stride, groups), (o, 1, 1, 1)]
                    if bottleneck
                    else [(first, 3, stride, 1), (o, 3, 1, 1)]
                )
                short = shortcut(x, o, stride, avg_down, down_kernel)
                # As timm rounds: to multiples of 8, by at most a tenth down.
                middle = max(8, int(o * se + 4) // 8 * 8)
                middle += 8 if middle < 0.9 * o * se else 0
                layers.append(Block(x, sizes, short, middle if se else 0))
                x = o
            setattr(self, f"layer{stage + 1}", nn.Sequential(*layers))
        self.fc = nn.Linear(x, classes)

    def forward(self, x):
        x = self.maxpool(self.bn1(self.conv1(x)).relu())
        for stage in range(1, 5):
            x = getattr(self, f"layer{stage}")(x)
        return self.fc(x.mean((2, 3)))
