"""What Dichtbij costs, measured: start, latency, memory, images. `python -m benchmarks` prints one table."""
