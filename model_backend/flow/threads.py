"""One thread for numpy's matrix products.

The classifier's are small: some hundred rows a step of training, some ten columns a frame. OpenBLAS
shares even those between all cores, where they gain little, and waits in a loop for every thread: beside
programs that compute, following took two to five times the processor time (docs/measurements.md).
"""

from __future__ import annotations

from threadpoolctl import threadpool_limits


def compute_products_on_one_thread() -> None:
    """For the whole process, and for good. torch, which has threads of its own, is not concerned."""
    threadpool_limits(limits=1, user_api="blas")
