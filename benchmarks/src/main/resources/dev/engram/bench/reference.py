"""Seconds a frame of XMem's own code: reference.py CHECKOUT HEIGHT WIDTH THREADS."""
import statistics
import sys
import time

import torch

checkout, height, width, threads = sys.argv[1], *map(int, sys.argv[2:5])
sys.path.insert(0, checkout)
torch.set_num_threads(threads)
torch.set_grad_enabled(False)
torch.manual_seed(1)

from inference.inference_core import InferenceCore  # noqa: E402
from model.network import XMem  # noqa: E402

EVERY = 5
config = dict(
    mem_every=EVERY, deep_update_every=-1, enable_long_term=True,
    enable_long_term_count_usage=True, max_mid_term_frames=10, min_mid_term_frames=5,
    num_prototypes=128, max_long_term_elements=10000, top_k=30, hidden_dim=64,
    key_dim=64, value_dim=512)
core = InferenceCore(XMem(dict(config)).eval(), config)
core.set_all_labels([1])
mask = torch.zeros(1, height, width)
mask[:, height // 3:height // 2, width // 3:width // 2] = 1
times = []
for index in range(40):
    frame = torch.randn(3, height, width)
    start = time.perf_counter()
    if index == 0:
        core.step(frame, mask, [1])
    else:
        core.step(frame)
    times.append(time.perf_counter() - start)
spans = [sum(times[i:i + EVERY]) / EVERY for i in range(10, 40, EVERY)]
print(statistics.median(spans))
