"""Trains the network of tests/bench/training_bench.cpp in PyTorch at its default settings; prints windows/s and peak bytes.

usage: bench_peers_training.py KIND UNITS STEPS SECONDS     (KIND: lstm, gru, rnn, or cnn with UNITS filters)
As is usual with PyTorch, NumPy's strided views cut the windows and each batch becomes one tensor.
"""
import resource
import sys
import time

import numpy
import torch

kind, units, steps, seconds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
CHANNELS, BATCH, SAMPLES = 4, 256, 40000


class Convolutions(torch.nn.Module):
    """Three convolutions, each of which halves the steps."""

    def __init__(self):
        super().__init__()
        layers, channels, left = [], CHANNELS, steps
        for kernel in (5, 5, 3):
            layers += [torch.nn.Conv1d(channels, units, kernel, stride=2, padding=2), torch.nn.ReLU()]
            channels, left = units, (left + 4 - kernel) // 2 + 1
        self.layers = torch.nn.Sequential(*layers, torch.nn.Flatten(), torch.nn.Linear(units * left, 64),
                                          torch.nn.ReLU(), torch.nn.Linear(64, 2))

    def forward(self, x):
        return self.layers(x.transpose(1, 2))


class Recurrent(torch.nn.Module):
    def __init__(self):
        super().__init__()
        layer = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU, "rnn": torch.nn.RNN}[kind]
        self.recurrent = layer(CHANNELS, units, batch_first=True)
        self.hidden = torch.nn.Linear(units, 64)
        self.output = torch.nn.Linear(64, 2)

    def forward(self, x):
        states, _ = self.recurrent(x)
        return self.output(torch.relu(self.hidden(states[:, -1])))


random = numpy.random.default_rng(1)
data = random.standard_normal((SAMPLES, CHANNELS)).astype(numpy.float32)
windows = numpy.lib.stride_tricks.sliding_window_view(data, steps, axis=0)  # [windows, channels, steps]
targets = random.standard_normal((len(windows), 2)).astype(numpy.float32)
network = Convolutions() if kind == "cnn" else Recurrent()
optimizer = torch.optim.AdamW(network.parameters(), lr=1e-3)
loss_of = torch.nn.HuberLoss()


def step():
    chosen = random.integers(0, len(windows), BATCH)
    x = torch.from_numpy(numpy.ascontiguousarray(windows[chosen].transpose(0, 2, 1)))
    loss = loss_of(network(x), torch.from_numpy(targets[chosen]))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()


for _ in range(3):
    step()
count, start = 0, time.perf_counter()
while time.perf_counter() - start < seconds:
    step()
    count += 1
seconds_used = time.perf_counter() - start
print(BATCH * count / seconds_used, 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
