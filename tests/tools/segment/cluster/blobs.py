"""Points around known middles, and what two ways of labelling them have in common."""

import numpy as np

MIDDLES = np.array([[0.0, 0.0, 0.0], [6.0, 0.0, 1.0], [0.0, 7.0, -1.0]])


def blobs(sizes=(120, 90, 60), seed=0, spread=0.6, middles=MIDDLES):
    """Return points around the middles, in mixed order, and which middle each belongs to."""
    rng = np.random.default_rng(seed)
    truth = np.repeat(np.arange(len(sizes)), sizes)
    points = middles[truth] + rng.normal(size=(len(truth), middles.shape[1])) * spread
    order = rng.permutation(len(truth))
    return points[order], truth[order]


def together(labels):
    """Return for every pair of points whether they share a label: what numbering does not change."""
    labels = np.asarray(labels)
    return labels[:, None] == labels[None, :]


def counted(labels, clusters):
    """Assert that the labels are 0 to clusters - 1, none empty, the largest first; return their sizes."""
    sizes = np.bincount(labels[labels >= 0], minlength=clusters)
    assert len(sizes) == clusters
    assert sizes.min(initial=1) > 0
    assert sizes.tolist() == sorted(sizes.tolist(), reverse=True)
    return sizes.tolist()
